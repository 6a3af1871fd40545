<?php
// The result: items in the order of their moments, the certificate, files and pictures.

declare(strict_types=1);

namespace Koor;

use FFI;

/**
 * @implements \IteratorAggregate<int, Item>
 * @implements \ArrayAccess<int, Item>
 */
final class Plan implements \Countable, \IteratorAggregate, \ArrayAccess
{
    private readonly Handle $handle;

    /** @internal a campaign or an engine makes plans */
    public function __construct(FFI\CData $pointer, Handle $engine)
    {
        $this->handle = new Handle($pointer, 'koor_plan_free', $engine);
    }

    public function __destruct()
    {
        $this->handle->release();
    }

    public function count(): int
    {
        return Library::ffi()->koor_plan_count($this->handle->pointer);
    }

    /** @return \Generator<int, Item> */
    public function getIterator(): \Generator
    {
        for ($i = 0; $i < count($this); $i++) {
            yield $i => $this[$i];
        }
    }

    public function offsetExists(mixed $offset): bool
    {
        return is_int($offset) && $offset >= 0 && $offset < count($this);
    }

    public function offsetGet(mixed $offset): Item
    {
        return new Item($this->record($offset), $offset);
    }

    public function offsetSet(mixed $offset, mixed $value): never
    {
        throw new \LogicException('a plan is read-only');
    }

    public function offsetUnset(mixed $offset): never
    {
        throw new \LogicException('a plan is read-only');
    }

    /** @return array<string, mixed> an item with the keys of plan.jsonl */
    public function record(int $index): array
    {
        return Wire::read(Library::text(function (?FFI\CData $buffer, int $capacity, FFI\CData $length) use ($index): void {
            $status = Library::ffi()->koor_plan_item($this->handle->pointer, $index, $buffer, $capacity, $length);
            if ($status < 0) {
                $name = Library::ffi()->koor_error_name($status);
                $why = $name === 'KOOR_E_IO' ? 'its file cannot be read, or was changed since the plan was opened' : $name;
                throw Exception::of("item $index of the plan: $why", $name, '', null, $status);
            }
        }));
    }

    /** @return array<string, mixed> the certificate: what the plan guarantees, measured */
    public function report(): array
    {
        return Wire::read(Library::ffi()->koor_plan_report($this->handle->pointer, null));
    }

    /** @return array<string, mixed> what the plan was made of: versions, seed, now, fingerprints */
    public function meta(): array
    {
        return Wire::read(Library::ffi()->koor_plan_meta($this->handle->pointer, null));
    }

    /** @return list<array<string, mixed>> each used alternative once */
    public function alternatives(): array
    {
        $lines = Library::ffi()->koor_plan_alternatives($this->handle->pointer, null);
        return array_map(Wire::read(...), preg_split('/\n/', $lines, -1, PREG_SPLIT_NO_EMPTY) ?: []);
    }

    /** The whole plan as "jsonl", "csv" or "ics:PERSON". */
    public function export(string $format = 'jsonl'): string
    {
        $parts = [];
        Library::listening('write', static function (FFI\CData $bytes, int $length) use (&$parts): void {
            $parts[] = FFI::string($bytes, $length);
        }, 'koor_plan_write', $this->handle->pointer, $format);
        return implode('', $parts);
    }

    /** The picture of one item, as the bytes of its file. */
    public function render(int $index): string
    {
        $image = Library::made('koor_image', 'koor_image_render', $this->handle->pointer, $index);
        try {
            $length = Library::ffi()->new('size_t');
            $bytes = Library::ffi()->koor_image_bytes($image, FFI::addr($length));
            return FFI::string($bytes, $length->cdata);
        } finally {
            Library::ffi()->koor_image_free($image);
        }
    }

    /**
     * Writes the files that `koor plan` writes, but the preview; each appears whole or not at all. `progress` is told
     * each name and may give false to stop. Pictures are rendered by so many `threads`. Files of another plan that stand
     * there go; your own stay (docs/files.md).
     *
     * @param ?callable(string): mixed $progress
     */
    public function write(string $folder, bool $images = true, bool $calendar = true, ?callable $progress = null,
        int $threads = 1): void
    {
        $into = new Folder($folder);
        $put = static function (string $name, string $bytes) use ($into, $progress): mixed {
            $into->put($name, $bytes);
            return $progress ? $progress($name) : true;
        };
        $files = $this->files($calendar);
        if ($into->holdsAnother($files['plan.meta.json'](), $files['plan.jsonl'])) {
            $into->retire($files + ($images ? $this->imageNames() : []));
        }
        foreach ($files as $name => $content) {
            if ($put($name, $content()) === false) {
                throw new CancelledException('the progress callback asked to stop', 'KOOR_E_CANCELLED');
            }
        }
        if ($images) {
            $this->writeImages($put, $threads);
        }
    }

    /** @return array<string, callable(): string> every file but the pictures, and what makes its content */
    private function files(bool $calendar): array
    {
        $ffi = Library::ffi();
        $line = static fn (string $text): string => $text === '' || str_ends_with($text, "\n") ? $text : "$text\n";
        $files = [
            'plan.jsonl' => fn (): string => $this->export('jsonl'),
            'plan.meta.json' => fn (): string => $line($ffi->koor_plan_meta($this->handle->pointer, null)),
            'alternatives.jsonl' => fn (): string => $line($ffi->koor_plan_alternatives($this->handle->pointer, null)),
            'plan.csv' => fn (): string => $this->export('csv'),
            'report.json' => fn (): string => $line($ffi->koor_plan_report($this->handle->pointer, null)),
        ];
        for ($i = 0; $calendar && $i < count($this); $i++) {
            $person = (string) $ffi->koor_plan_person($this->handle->pointer, $i);
            $files['calendar/' . Wire::fileName($person) . '.ics'] ??= fn (): string => $this->export("ics:$person");
        }
        return $files;
    }

    /** @return array<string, true> */
    private function imageNames(): array
    {
        $names = [];
        for ($i = 0; $i < count($this); $i++) {
            if (($file = $this->record($i)['image']['file'] ?? null) !== null) {
                $names[$file] = true;
            }
        }
        return $names;
    }

    private function writeImages(callable $put, int $threads): void
    {
        $written = [];
        $take = function (int $index, FFI\CData $bytes, int $length) use ($put, &$written): mixed {
            $name = $this->record($index)['image']['file'];
            if (isset($written[$name])) {
                return true;
            }
            $written[$name] = true;
            return $put($name, FFI::string($bytes, $length));
        };
        for ($i = 0; $i < count($this); $i++) {
            if (($this->record($i)['image'] ?? null) !== null) {
                Library::listening('done', $take, 'koor_plan_render', $this->handle->pointer, $threads);
                return;
            }
        }
    }
}
