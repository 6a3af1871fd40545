<?php
// Packs, network rules and defaults, ready for use by any number of campaigns.

declare(strict_types=1);

namespace Koor;

use FFI;

final class Engine
{
    /** @internal */
    public readonly Handle $handle;

    /**
     * @param list<string> $packs files in the format of docs/packs.md
     * @param array<string, mixed>|string|null $networks overrides network rules (docs/networks.md)
     * @param array<string, mixed> $options defaults for campaigns
     */
    public function __construct(array $packs = [], array|string|null $networks = null, array $options = [])
    {
        $pointer = Library::made('koor_engine', 'koor_engine_new', null, null, null, null);
        $this->handle = new Handle($pointer, 'koor_engine_free');
        foreach ($packs as $file) {
            $bytes = self::bytesOf($file);
            Library::call('koor_engine_load_pack', $pointer, $file, $bytes, strlen($bytes));
        }
        if ($networks !== null) {
            $json = Wire::json($networks);
            Library::call('koor_engine_load_networks', $pointer, $json, strlen($json));
        }
        foreach ($options as $key => $value) {
            $text = Wire::option($value);
            Library::call('koor_engine_set', $pointer, $key, $text, strlen($text));
        }
        Library::call('koor_engine_ready', $pointer);
    }

    public function __destruct()
    {
        $this->handle->release();
    }

    /** The version of the loaded library. */
    public static function version(): string
    {
        return Library::ffi()->koor_version();
    }

    /** "jpeg": the library renders pictures; "vips": built with the module for other formats and text. */
    public static function hasFeature(string $name): bool
    {
        return Library::ffi()->koor_has_feature($name) === 1;
    }

    /** @return list<Option> all options, in the order of the registry */
    public static function options(): array
    {
        $ffi = Library::ffi();
        $options = [];
        for ($i = 0; $i < $ffi->koor_option_count(); $i++) {
            $options[] = new Option($ffi->koor_option_name($i), $ffi->koor_option_type($i),
                $ffi->koor_option_default($i), $ffi->koor_option_range($i), $ffi->koor_option_help($i));
        }
        return $options;
    }

    /** @return array<string, mixed> version, packs, networks with their rules and dates */
    public function describe(): array
    {
        return Wire::read(Library::ffi()->koor_engine_describe($this->handle->pointer, null));
    }

    /**
     * Up to `n` mutually different wordings; fewer where no more are different enough.
     *
     * @param array<string, mixed> $options
     * @return list<Variant>
     */
    public function variants(string $text, int $n = 10, string $language = '', int|string $seed = 1,
        string $network = '', array $options = []): array
    {
        $campaign = new Campaign($this, $text, $language, $seed, networks: $network === '' ? [] : [$network],
            options: $options);
        $plan = $campaign->texts($n);
        $variants = [];
        for ($i = 0; $i < count($plan); $i++) {
            $data = $plan->record($i);
            $variants[] = new Variant($data['text'], $data['language'], $data['similarity'], $data['length'],
                Edit::list($data['edits']));
        }
        return $variants;
    }

    /**
     * One call from a whole campaign as JSON (or the array of it) to its plan; with "count" and no people, texts only.
     *
     * @param array<string, mixed>|string $campaign
     */
    public function planFromJson(array|string $campaign): Plan
    {
        $json = Wire::json($campaign);
        return new Plan(Library::made('koor_plan', 'koor_plan_from_json', $this->handle->pointer, $json, strlen($json)),
            $this->handle);
    }

    /**
     * A plan from the folder it was written to, or from those of all its shards: the whole plan then. Its items stay in
     * the folders and are read when they are asked for.
     */
    public function openPlan(string ...$folders): Plan
    {
        $names = implode("\n", $folders);
        return new Plan(Library::made('koor_plan', 'koor_plan_open_folders', $this->handle->pointer, $names,
            strlen($names)), $this->handle);
    }

    /** @return array{failures: int, report: string} of the tests that a pack carries */
    public function checkPack(string $file): array
    {
        $bytes = self::bytesOf($file);
        $failures = Library::ffi()->new('int64_t');
        $report = Library::text(fn (?FFI\CData $buffer, int $capacity, FFI\CData $length) => Library::call(
            'koor_engine_check_pack', FFI::addr($failures), $this->handle->pointer, $file, $bytes, strlen($bytes),
            $buffer, $capacity, $length));
        return ['failures' => $failures->cdata, 'report' => $report];
    }

    private static function bytesOf(string $file): string
    {
        $bytes = @file_get_contents($file);
        if ($bytes === false) {
            throw new Exception("$file: " . (error_get_last()['message'] ?? 'cannot be read'), 'KOOR_E_IO', $file);
        }
        return $bytes;
    }
}
