<?php
// One request, being built: a post, people, pictures, options; plan() makes the result.

declare(strict_types=1);

namespace Koor;

use FFI;

final class Campaign
{
    private readonly Handle $handle;
    private readonly Handle $engine;

    /**
     * @param array{}|array{string|\DateTimeInterface, string|\DateTimeInterface} $window
     * @param list<string> $networks
     * @param array<string, mixed> $options
     */
    public function __construct(Engine $engine, ?string $post = null, string $language = '', int|string $seed = 1,
        string $timezone = '', array $window = [], string|\DateTimeInterface $now = '', array $networks = [],
        string $id = '', array $options = [])
    {
        $this->engine = $engine->handle;
        $pointer = Library::made('koor_campaign', 'koor_campaign_new', $this->engine->pointer);
        $this->handle = new Handle($pointer, 'koor_campaign_free', $this->engine);
        $given = ['campaign.seed' => $seed, 'campaign.timezone' => $timezone, 'campaign.id' => $id,
            'campaign.window' => implode('/', array_map(Wire::stamp(...), $window)),
            'campaign.now' => Wire::stamp($now), 'campaign.networks' => $networks, ...$options];
        foreach ($given as $key => $value) {
            if ($value !== '' && $value !== []) {
                $this->set($key, $value);
            }
        }
        if ($post !== null) {
            $this->addPost($post, language: $language);
        }
    }

    public function __destruct()
    {
        $this->handle->release();
    }

    /** Sets an option of the registry: a string, number, bool, or a list of them. */
    public function set(string $key, mixed $value): void
    {
        $text = Wire::option($value);
        $this->call('koor_campaign_set', $key, $text, strlen($text));
    }

    /** @param array<string, mixed>|string $data a whole campaign, or a part, as JSON */
    public function load(array|string $data): void
    {
        $json = Wire::json($data);
        $this->call('koor_campaign_load_json', $json, strlen($json));
    }

    /** Adds a base post; versions of one post in several languages share their id. */
    public function addPost(string $text, string $id = 'post', string $language = ''): void
    {
        $this->call('koor_campaign_add_post', $id, $text, strlen($text), $language);
    }

    /**
     * Adds a person by name: addPerson('p1', optedIn: true, circle: 'gent'). Who did not opt in is counted and never
     * planned. Fields: circle, site, timezone, language, networks, wave, voice, hours, absent_from, absent_to.
     */
    public function addPerson(string $id, bool $optedIn, mixed ...$fields): void
    {
        $json = Wire::person($id, [...$fields, 'opted_in' => $optedIn]);
        $this->call('koor_campaign_add_person', $json, strlen($json));
    }

    /**
     * Adds many at once: arrays with the fields of a line of people.jsonl, or the text of such a file.
     *
     * @param iterable<array<string, mixed>>|string $people
     */
    public function addPeople(iterable|string $people): void
    {
        $lines = [];
        foreach (is_string($people) ? [] : $people as $person) {
            $lines[] = Wire::json($person);
        }
        $text = is_string($people) ? $people : implode("\n", $lines);
        $this->call('koor_campaign_add_people', $text, strlen($text));
    }

    /**
     * Adds a picture by its file. `meta` holds alt, focus boxes and flags, as a sidecar file does.
     *
     * @param array<string, mixed> $meta
     */
    public function addImage(string $path, string $id = '', array $meta = []): void
    {
        $json = $meta ? Wire::json($meta) : '';
        $this->call('koor_campaign_add_image_file', $id === '' ? basename($path) : $id, $path, $json, strlen($json));
    }

    /** @param array<string, mixed> $meta the same for the bytes of a file */
    public function addImageBytes(string $bytes, string $id, array $meta = []): void
    {
        $json = $meta ? Wire::json($meta) : '';
        $this->call('koor_campaign_add_image', $id, $bytes, strlen($bytes), $json, strlen($json));
    }

    /**
     * Offers another wording for sentences `first` to `last`, from 1; `more` holds post, author, state.
     *
     * @param array<string, mixed> $more
     * @return array{accepted: bool, reason: string} the guard's verdict
     */
    public function addAlternative(int $first, int $last, string $text, array $more = []): array
    {
        $json = Wire::json(['first' => $first, 'last' => $last, 'text' => $text, ...$more]);
        $accepted = Library::ffi()->new('int32_t');
        $slot = Library::ffi()->new('koor_error *');
        $status = Library::ffi()->koor_campaign_add_alternative(FFI::addr($accepted), $this->handle->pointer, $json,
            strlen($json), FFI::addr($slot));
        $verdict = FFI::isNull($slot) ? null : Library::taken($slot, $status);
        if ($status < 0 && $verdict !== null) {
            throw $verdict;
        }
        return ['accepted' => $accepted->cdata === 1, 'reason' => $verdict?->getMessage() ?? ''];
    }

    /**
     * Takes an alternatives file (JSON Lines, docs/authors.md); with `approvedOnly` nothing but the base and what is
     * approved in it is used.
     *
     * @return list<array<string, mixed>> a verdict for each line: line, accepted, reason, message, score, warnings
     */
    public function addAlternatives(string $jsonl, bool $approvedOnly = false): array
    {
        $verdicts = [];
        if ($approvedOnly) {
            $this->set('rewrite.approved_only', true);
        }
        Library::listening('write', static function (FFI\CData $bytes, int $length) use (&$verdicts): void {
            $verdicts[] = Wire::read(FFI::string($bytes, $length));
        }, 'koor_campaign_add_alternatives', null, $this->handle->pointer, $jsonl, strlen($jsonl));
        return $verdicts;
    }

    /**
     * Gives a person of the earlier plan a text of their own, where it is accepted.
     *
     * @param array<string, string> $more network and post, where the person has several
     * @return array<string, mixed> accepted, reason, message, warnings, length, similarity, nearest
     */
    public function edit(string $person, string $text, array $more = []): array
    {
        $json = Wire::json(['person' => $person, 'text' => $text, ...$more]);
        $accepted = Library::ffi()->new('int32_t');
        return Wire::read(Library::text(fn (mixed ...$place) => Library::call('koor_campaign_edit', FFI::addr($accepted),
            $this->handle->pointer, $json, strlen($json), ...$place)));
    }

    /** Adds a text of before: new texts keep their distance from it. */
    public function addHistory(string $text): void
    {
        $this->call('koor_campaign_add_history', $text, strlen($text));
    }

    /** Adds a text that marked-up posts put in by #include "name". */
    public function addFragment(string $name, string $text): void
    {
        $this->call('koor_campaign_add_fragment', $name, $text, strlen($text));
    }

    /** Gives %name% a value in marked-up posts; markup in it is text. */
    public function setValue(string $name, string $value): void
    {
        $this->call('koor_campaign_set_value', $name, $value, strlen($value));
    }

    /** Takes voice profiles by name, as JSON or an array: {"manager": {"person": "team", "address": "u"}}. */
    public function loadVoices(string|array $profiles): void
    {
        $json = is_string($profiles) ? $profiles : json_encode($profiles, JSON_THROW_ON_ERROR);
        $this->call('koor_campaign_load_voices', $json, strlen($json));
    }

    /** Takes an earlier plan.jsonl: its items keep their text and moment. */
    public function setPrevious(string $jsonl): void
    {
        $this->call('koor_campaign_set_previous', $jsonl, strlen($jsonl));
    }

    /** @return array<string, mixed> what koor sees in the first post; places are bytes, as PHP counts */
    public function check(): array
    {
        return Wire::read($this->text('koor_campaign_check'));
    }

    /** The first post with its choice points: "markup" or "jsonl". */
    public function suggest(string $format = 'markup'): string
    {
        return $this->text('koor_campaign_suggest', $format);
    }

    /** @return list<array<string, mixed>> the voices that the first post can have, each on the post */
    public function voices(): array
    {
        return Wire::read($this->text('koor_campaign_voices'));
    }

    /** The exact number of walks through the first post's choice graph, in decimal digits. */
    public function count(): string
    {
        return $this->text('koor_campaign_count');
    }

    /**
     * Up to `n` texts only, without people or moments. `progress` as for plan().
     *
     * @param ?callable(string, int, int): mixed $progress
     */
    public function texts(int $n, ?callable $progress = null): Plan
    {
        return $this->made('koor_plan_texts', $progress, $n);
    }

    /**
     * Plans everybody who opted in. `progress` is told how far a stage is and may give false to cancel.
     *
     * @param ?callable(string, int, int): mixed $progress
     */
    public function plan(?callable $progress = null): Plan
    {
        return $this->made('koor_plan_new', $progress);
    }

    private function made(string $function, ?callable $progress, mixed ...$given): Plan
    {
        $slot = Library::ffi()->new('koor_plan *');
        $given = [FFI::addr($slot), $this->handle->pointer, ...$given];
        if ($progress === null) {
            Library::call($function, ...$given, ...[null, null]);
        } else {
            Library::listening('progress', $progress, $function, ...$given);
        }
        return new Plan($slot, $this->engine);
    }

    private function call(string $function, mixed ...$given): void
    {
        Library::call($function, $this->handle->pointer, ...$given);
    }

    private function text(string $function, mixed ...$given): string
    {
        return Library::text(fn (mixed ...$place) => $this->call($function, ...$given, ...$place));
    }
}
