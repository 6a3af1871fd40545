<?php
// The PHP binding against the library: the declarations, texts, a whole campaign, errors, lifetime, cancellation, the
// bytes of the command line, and preloading for servers. TAP; skipped, with the reason, without the FFI extension.

declare(strict_types=1);

$SOURCE = getenv('KOOR_SOURCE') ?: dirname(__DIR__, 2);
$BUILD = getenv('KOOR_BUILD') ?: "$SOURCE/build";
$LIBRARY = "$BUILD/src/libkoor.so.0";

if (!extension_loaded('FFI')) {
    exit("1..0 # SKIP PHP's FFI extension is not loaded\n");
}
if (preg_match('~lib(a|ub)san\.so~', (string) shell_exec('ldd ' . escapeshellarg($LIBRARY)))) {
    exit("1..0 # SKIP sanitizers refuse how PHP opens its extensions (RTLD_DEEPBIND); the other build runs this\n");
}
// FFI and assertions are settings of the start: the script starts itself again with them.
if (!getenv('KOOR_RESTARTED')) {
    putenv('KOOR_RESTARTED=1');
    putenv("KOOR_LIBRARY=$LIBRARY");
    passthru(escapeshellarg(PHP_BINARY) . ' -d ffi.enable=1 -d zend.assertions=1 -d assert.exception=1 '
        . escapeshellarg(__FILE__), $status);
    exit($status);
}

require "$SOURCE/bindings/php/autoload.php";

const POST = "We're hiring a senior baker in Ghent! You'll work with a small team and a very old oven. "
    . 'We bake 2,400 loaves a day, and we never start before 5 am. '
    . 'Apply before 1 May: https://example.com/baker #hiring';
const WINDOW = ['2026-12-01T08:00', '2026-12-14T18:00'];

function campaignOf(Koor\Engine $engine, int $people = 6): Koor\Campaign
{
    $campaign = new Koor\Campaign($engine, POST, 'en', 7, 'Europe/Brussels', WINDOW, '2026-11-30');
    for ($i = 0; $i < $people; $i++) {
        $campaign->addPerson("p$i", optedIn: true, circle: 'gent', timezone: 'Europe/Brussels');
    }
    return $campaign;
}

function raises(string $kind, callable $call, string $word = ''): Throwable
{
    try {
        $call();
    } catch (Throwable $error) {
        assert($error instanceof $kind, get_class($error) . ': ' . $error->getMessage());
        assert($word === '' || str_contains($error->getMessage(), $word), $error->getMessage());
        return $error;
    }
    throw new AssertionError("$kind was not thrown");
}

/** @return list<string> */
function filesIn(string $folder): array
{
    $found = [];
    $all = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS));
    foreach ($all as $file) {
        $found[] = substr((string) $file, strlen($folder) + 1);
    }
    sort($found);
    return $found;
}

function newFolder(): string
{
    $folder = sys_get_temp_dir() . '/koor-php-' . bin2hex(random_bytes(6));
    mkdir($folder);
    register_shutdown_function(static fn () => shell_exec('rm -rf ' . escapeshellarg($folder)));
    return $folder;
}

/** A port of the loopback that is free now. */
function freeAddress(): string
{
    $socket = stream_socket_server('tcp://127.0.0.1:0');
    $address = (string) stream_socket_get_name($socket, false);
    fclose($socket);
    return $address;
}

class Skip extends RuntimeException {}

$tests = [
    'the declarations are those of the header' => function () use ($SOURCE, $BUILD): void {
        assert(Koor\Library::declarations() === file_get_contents("$BUILD/src/koor.cdef.h"),
            "below its two first lines, bindings/php/koor-ffi.h is not $BUILD/src/koor.cdef.h: copy it");
    },

    'variants differ and keep what is locked' => function (): void {
        $engine = new Koor\Engine();
        $variants = $engine->variants(POST, n: 5, language: 'en');
        assert(count($variants) > 1 && count(array_unique(array_column($variants, 'text'))) === count($variants));
        foreach ($variants as $variant) {
            assert(str_contains($variant->text, 'https://example.com/baker'));
            assert($variant->similarity['base'] >= 0 && $variant->similarity['base'] <= 1);
            assert($variant->edits[0]->rule !== '' && str_contains($variant->text, '2,400'));
        }
        assert($engine->variants(POST, n: 5, options: ['rewrite.automatic' => 'off']) === []);
    },

    'a whole campaign' => function (): void {
        $campaign = campaignOf(new Koor\Engine());
        $campaign->addPeople([['id' => 'silent', 'opted_in' => false]]);
        $plan = $campaign->plan();
        $items = iterator_to_array($plan);
        assert(count($plan) === 6 && count(array_unique(array_column($items, 'person'))) === 6);
        assert($items[0]->publishAt->format('P') === '+01:00' && $items[0]->publishAt <= $items[5]->publishAt);
        foreach (array_diff(array_keys($plan->record(0)), ['publish_unix']) as $key) {
            assert(property_exists(Koor\Item::class, lcfirst(str_replace('_', '', ucwords($key, '_')))), $key);
        }
        assert(isset($plan[5]) && !isset($plan[6]));
        raises(Koor\ArgumentException::class, fn () => $plan[6]);
        raises(LogicException::class, function () use ($plan): void { $plan[0] = 1; });
        assert($plan->meta()['seed'] === '7' && isset($plan->report()['overall']) && $plan->alternatives());
    },

    'nothing of the plan before stays' => function (): void {
        [$engine, $folder] = [new Koor\Engine(), newFolder()];
        $all = function (string $from): array {
            $found = [];
            foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($from, FilesystemIterator::SKIP_DOTS)) as $file) {
                $found[substr($file->getPathname(), strlen($from) + 1)] = file_get_contents($file->getPathname());
            }
            ksort($found);
            return $found;
        };
        $plan = campaignOf($engine)->plan();
        $plan->write("$folder/out");
        $koors = ['kits/p2/2026-12-01-0900-linkedin.txt' => '', 'preview.html' => '', 'images/0123456789abcdef.jpg' => ''];
        $own = ['calendar/team.ics' => "BEGIN:VCALENDAR\r\nPRODID:-//other//EN", 'images/a.jpg' => '', 'kits/p1/2026.txt' => '', 'notes.txt' => ''];
        foreach ($koors + $own as $name => $content) {
            @mkdir(dirname("$folder/out/$name"), recursive: true);
            file_put_contents("$folder/out/$name", $content);
        }
        $before = $all("$folder/out");
        $plan->write("$folder/out", calendar: false); // the same plan: nothing goes
        assert($all("$folder/out") === $before);
        campaignOf($engine, 2)->plan()->write("$folder/out");
        campaignOf($engine, 2)->plan()->write("$folder/fresh");
        $expected = $all("$folder/fresh") + $own;
        ksort($expected);
        assert($all("$folder/out") === $expected && !is_dir("$folder/out/kits/p2") && !is_file("$folder/out/calendar/p3.ics"));
        mkdir("$folder/other"); // no plan of koor's: nothing there is its own
        file_put_contents("$folder/other/digest.md", 'mine');
        $plan->write("$folder/other");
        assert(file_get_contents("$folder/other/digest.md") === 'mine');
    },

    'links in the folder are not followed' => function (): void {
        $folder = newFolder();
        mkdir("$folder/out");
        mkdir("$folder/elsewhere");
        touch("$folder/kept");
        symlink("$folder/elsewhere", "$folder/out/calendar");
        symlink("$folder/kept", "$folder/out/plan.jsonl." . getmypid() . '.part');
        $plan = campaignOf(new Koor\Engine())->plan();
        raises(Koor\Exception::class, fn () => $plan->write("$folder/out"), 'calendar: a link');
        assert(glob("$folder/elsewhere/*") === [] && filesize("$folder/kept") === 0);
    },

    'the bytes of the command line, file by file' => function () use ($SOURCE, $BUILD): void {
        $folder = newFolder();
        $config = "$SOURCE/examples/campaign/campaign.json";
        exec("$BUILD/examples/koor plan --config $config --now 2027-03-20T09:00:00Z "
            . '--write jsonl,csv,calendar,report' . (Koor\Engine::hasFeature('jpeg') ? ',images' : '') . " -o $folder/cli 2>&1", $output, $status);
        assert($status === 0, implode("\n", $output));
        $settings = json_decode((string) file_get_contents($config), true);
        $campaign = new Koor\Campaign(new Koor\Engine(), now: new DateTimeImmutable('2027-03-20T10:00:00+01:00'), seed: 7,
            options: $settings['options']);
        foreach ($settings['posts'] as $post) {
            $campaign->addPost((string) file_get_contents(dirname($config) . "/{$post['file']}"), $post['id'], $post['language']);
        }
        $rows = array_map('str_getcsv', file(dirname($config) . '/people.csv', FILE_IGNORE_NEW_LINES) ?: []);
        foreach (array_slice($rows, 1) as $row) {
            $person = array_filter(array_combine($rows[0], $row), fn (string $cell): bool => $cell !== '');
            $campaign->addPeople([['opted_in' => $person['opted_in'] === 'yes'] + $person]);
        }
        foreach (glob(dirname($config) . '/pictures/*.jpg') ?: [] as $picture) {
            $sidecar = (string) file_get_contents(str_replace('.jpg', '.json', $picture));
            $campaign->addImage($picture, meta: json_decode($sidecar, true));
        }
        $told = [];
        $campaign->plan()->write("$folder/php", Koor\Engine::hasFeature('jpeg'), progress:
            function (string $name) use (&$told): void { $told[] = $name; });
        sort($told);
        assert($told === filesIn("$folder/php") && $told === filesIn("$folder/cli"), implode(' ', $told));
        foreach ($told as $name) {
            assert(file_get_contents("$folder/php/$name") === file_get_contents("$folder/cli/$name"), $name);
        }
    },

    'one call from JSON gives the plan of the setters' => function (): void {
        $engine = new Koor\Engine();
        $person = fn (int $i): array => ['id' => "p$i", 'circle' => 'gent', 'timezone' => 'Europe/Brussels', 'opted_in' => true];
        $plan = $engine->planFromJson(['options' => ['campaign.seed' => '7', 'campaign.timezone' => 'Europe/Brussels',
            'campaign.window' => implode('/', WINDOW), 'campaign.now' => '2026-11-30'],
            'posts' => [['id' => 'post', 'text' => POST, 'language' => 'en']], 'people' => array_map($person, range(0, 5))]);
        assert($plan->export() === campaignOf($engine)->plan()->export());
        $texts = $engine->planFromJson(['posts' => [['id' => 'post', 'text' => POST]], 'count' => 3]);
        assert(count($texts) === 3 && $texts[0]->publishAt === null);
    },

    'a plan opens from its folders, shards in any order' => function (): void {
        [$engine, $folder] = [new Koor\Engine(), newFolder()];
        $make = function (string $shard) use ($engine): Koor\Plan {
            $campaign = campaignOf($engine, 0);
            $campaign->set('campaign.shard', $shard);
            $campaign->addPeople(array_map(fn (int $i): array => ['id' => "p$i", 'circle' => 'c' . $i % 7, 'opted_in' => true],
                range(0, 29)));
            return $campaign->plan();
        };
        $make('2/2')->write("$folder/b", calendar: false);
        $make('1/2')->write("$folder/a", calendar: false);
        assert(!is_dir("$folder/a/calendar"));
        $opened = $engine->openPlan("$folder/b", "$folder/a");
        assert($opened->export() === $make('1/1')->export());
        assert(raises(Koor\InputException::class, fn () => $engine->openPlan("$folder/a"))->name === 'KOOR_E_EMPTY');
        assert(raises(Koor\ArgumentException::class, fn () => $opened->record(30))->name === 'KOOR_E_RANGE');
        unlink("$folder/a/plan.jsonl");
        unlink("$folder/b/plan.jsonl");
        $error = raises(Koor\Exception::class, fn () => $opened[3]);
        assert($error->name === 'KOOR_E_IO' && str_contains($error->getMessage(), 'item 3 '));
    },

    'marked-up posts take fragments and values' => function (): void {
        $campaign = new Koor\Campaign(new Koor\Engine(), "{Hi|Hello} %name%!\n#include \"end\"", options: ['post.syntax' => 'markup']);
        $campaign->setValue('name', 'Noor');
        $campaign->addFragment('end', '{Bye|See you}.');
        $plan = $campaign->texts(9);
        assert(count($plan) > 1 && preg_match('/^(Hi|Hello) Noor!\s+(Bye|See you)\.$/', $plan[0]->text) === 1, $plan[0]->text);
    },

    'wordings from a file get a verdict a line' => function (): void {
        $campaign = campaignOf(new Koor\Engine(), 0);
        $verdicts = $campaign->addAlternatives('{"first":2,"last":2,"text":"You\'d work with a small team and a very old oven."}'
            . "\n" . '{"first":3,"last":3,"text":"We bake 9,900 loaves a day, and we never start before 5 am."}' . "\n");
        assert(array_column($verdicts, 'accepted') === [true, false]);
    },

    'a picture by path and by bytes gives the same file' => function () use ($SOURCE): void {
        if (!Koor\Engine::hasFeature('jpeg')) {
            throw new Skip('this build renders no pictures');
        }
        $file = "$SOURCE/examples/campaign/pictures/klas.jpg";
        [$byPath, $byBytes] = [campaignOf(new Koor\Engine(), 1), campaignOf(new Koor\Engine(), 1)];
        $byPath->addImage($file, 'klas', ['alt' => 'A class']);
        $byBytes->addImageBytes((string) file_get_contents($file), 'klas', ['alt' => 'A class']);
        $plan = $byPath->plan();
        assert($plan[0]->image->alt === 'A class' && str_contains($plan[0]->image->explanation, 'klas'));
        assert(str_starts_with($plan->render(0), "\xFF\xD8") && $plan->render(0) === $byBytes->plan()->render(0));
    },

    'errors say what and where' => function () use ($SOURCE): void {
        $engine = new Koor\Engine();
        $error = raises(Koor\InputException::class, fn () => new Koor\Campaign($engine, "caf\xFF"), 'UTF-8');
        assert($error->name === 'KOOR_E_UTF8' && $error->offset === 3 && $error->getCode() === -3);
        raises(Koor\OptionException::class, fn () => new Koor\Campaign($engine, options: ['select.max_similarty' => 1]),
            'select.max_similarity');
        $campaign = new Koor\Campaign($engine, POST);
        raises(Koor\ScheduleException::class, fn () => $campaign->addPerson('a', true, timezone: 'Mars/Base'), 'Mars/Base');
        $campaign->addPerson('b', true);
        raises(Koor\InputException::class, fn () => $campaign->addPerson('b', true));
        raises(Koor\InputException::class, fn () => $campaign->addPerson('c', true, colour: 'red'), 'colour');
        raises(Koor\ScheduleException::class, fn () => $campaign->plan());
        raises(Koor\InputException::class, fn () => new Koor\Engine(["$SOURCE/README.md"]));
        raises(Koor\Exception::class, fn () => new Koor\Engine(['/nowhere/pack.koor']), '/nowhere/pack.koor');
    },

    'the guard\'s verdict on a wording comes back' => function (): void {
        $campaign = campaignOf(new Koor\Engine(), 0);
        $taken = $campaign->addAlternative(2, 2, 'A small team and a very old oven are waiting for you.');
        assert($taken === ['accepted' => true, 'reason' => '']);
        $refused = $campaign->addAlternative(3, 3, 'We bake 2,500 loaves a day, and we never start before 5 am.');
        assert(!$refused['accepted'] && str_contains($refused['reason'], '2,'));
        $verdicts = $campaign->addAlternatives("no json\n{\"first\":9,\"text\":\"Beyond the end.\"}\n");
        assert(array_column($verdicts, 'reason') === ['syntax', 'range']);
    },

    'what was made from an engine outlives it' => function (): void {
        $engine = new Koor\Engine();
        $campaign = campaignOf($engine);
        $plan = $campaign->plan();
        unset($engine, $campaign);
        assert($plan[0]->text !== '');
    },

    'progress, cancellation, and what a callback throws' => function (): void {
        $campaign = campaignOf(new Koor\Engine());
        $stages = [];
        $campaign->plan(function (string $stage, int $done, int $total) use (&$stages): void { $stages[$stage] = $total; });
        assert($stages !== []);
        raises(Koor\CancelledException::class, fn () => $campaign->plan(fn () => false));
        raises(Koor\CancelledException::class, fn () => $campaign->texts(5, fn () => false));
        raises(DomainException::class, fn () => $campaign->plan(fn () => throw new DomainException('mine')), 'mine');
        assert(count($campaign->plan()) === 6);
        raises(Koor\CancelledException::class, fn () => $campaign->plan()->write(newFolder(), progress: fn () => false));
    },

    'checks, counts, options' => function (): void {
        $engine = new Koor\Engine();
        $marked = new Koor\Campaign($engine, '{Hi|Hello} {world|there}', options: ['post.syntax' => 'markup']);
        assert($marked->count() === '4');
        $checked = (new Koor\Campaign($engine, 'Café: 2,400 loaves https://example.com/x'))->check();
        $url = current(array_filter($checked['atoms'], fn (array $atom): bool => $atom['kind'] === 'url'));
        assert(substr($checked['text'], $url['start'], $url['end'] - $url['start']) === $url['text']);
        assert(strlen(campaignOf($engine)->suggest()) > strlen(POST));
        assert(in_array('select.max_similarity', array_column(Koor\Engine::options(), 'name'), true));
        assert(str_starts_with(Koor\Engine::version(), '0.1') && !Koor\Engine::hasFeature('teleport'));
    },

    'a server preloads the library' => function () use ($SOURCE, $BUILD): void {
        if (!extension_loaded('Zend OPcache')) {
            throw new Skip('OPcache is not loaded');
        }
        $folder = newFolder();
        file_put_contents("$folder/index.php", '<?php echo Koor\Engine::version();');
        $address = freeAddress();
        $server = proc_open([PHP_BINARY, '-S', $address, '-t', $folder, '-d', 'ffi.enable=preload', '-d',
            "ffi.preload=$SOURCE/bindings/php/koor-ffi.h", '-d', "opcache.preload=$SOURCE/bindings/php/autoload.php",
            '-d', 'opcache.enable_cli=1', '-d', 'opcache.preload_user=' . get_current_user()],
            [1 => ['file', "$folder/log", 'w'], 2 => ['file', "$folder/log", 'a']], $pipes, null,
            ['LD_LIBRARY_PATH' => "$BUILD/src"]);
        for ($i = 0, $answer = false; $answer === false && $i < 200; $i++) {
            usleep(50000);
            $answer = @file_get_contents("http://$address/");
        }
        proc_terminate($server);
        assert($answer === Koor\Engine::version(), "$answer\n" . file_get_contents("$folder/log"));
    },
];

echo '1..' . count($tests) . "\n";
$failed = $number = 0;
foreach ($tests as $name => $test) {
    $number++;
    try {
        $test();
        echo "ok $number - $name\n";
    } catch (Skip $reason) {
        echo "ok $number - $name # SKIP {$reason->getMessage()}\n";
    } catch (Throwable $error) {
        $failed++;
        echo preg_replace('/^/m', '# ', (string) $error) . "\nnot ok $number - $name\n";
    }
}
exit($failed ? 1 : 0);
