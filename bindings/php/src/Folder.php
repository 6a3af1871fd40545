<?php

declare(strict_types=1);

namespace Koor;

/**
 * The folder that a plan is written to: files that are whole or absent, and nothing of the plan before (docs/files.md, "A
 * folder holds one plan").
 *
 * @internal
 */
final class Folder
{
    /** The names that koor gives. Of plan.jsonl and alternatives.jsonl there are always new ones. */
    private const TOP = ['plan.csv', 'report.json', 'preview.html', 'digest.md'];
    private const PICTURE = '/^[0-9a-f]{16}\.jpg$/D';
    private const KIT = '/^[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4}-.*\.(txt|jpg)$/Ds';

    public function __construct(private readonly string $path)
    {
    }

    /** Writes aside, then renames: a file under its final name is whole. No link in the folder is followed. */
    public function put(string $name, string $bytes): void
    {
        $path = "$this->path/$name";
        $own = dirname($path);
        $aside = $path . '.' . getmypid() . '.part';
        if ($own !== $this->path && is_link($own)) {
            throw new Exception("$own: a link, where the plan needs a folder of its own", 'KOOR_E_IO', $own);
        }
        @unlink($aside);
        if ((!is_dir($own) && !@mkdir($own, 0777, true) && !is_dir($own))
            || !self::create($aside, $bytes) || !@rename($aside, $path)) {
            @unlink($aside);
            throw new Exception("$path: " . (error_get_last()['message'] ?? 'cannot be written'), 'KOOR_E_IO', $path);
        }
    }

    /** A new file: through a link that stands there already nothing is written. */
    private static function create(string $path, string $bytes): bool
    {
        $file = @fopen($path, 'x');
        return $file !== false && fwrite($file, $bytes) === strlen($bytes) && fclose($file);
    }

    /**
     * Whether a plan stands here that is not this one: another plan.meta.json, or other bytes in plan.jsonl.
     *
     * @param callable(): string $lines
     */
    public function holdsAnother(string $meta, callable $lines): bool
    {
        $before = (string) @file_get_contents("$this->path/plan.meta.json");
        if (!str_starts_with($before, '{"schema":"koor-plan/')) {
            return false;
        }
        return $before !== $meta || @file_get_contents("$this->path/plan.jsonl") !== $lines();
    }

    /**
     * Removes what koor wrote here and is none of the new names. Other files are the user's own.
     *
     * @param array<string, mixed> $names
     */
    public function retire(array $names): void
    {
        foreach ($this->ofKoor() as $name) {
            if (!isset($names[$name])) {
                unlink("$this->path/$name");
            }
        }
        $kits = array_map(static fn (string $kit): string => "kits/$kit", $this->entries('kits', 'is_dir'));
        foreach ([...$kits, 'kits', 'calendar', 'images'] as $own) {
            if (is_dir("$this->path/$own") && !is_link("$this->path/$own")) {
                @rmdir("$this->path/$own"); // where nothing is in it
            }
        }
    }

    /** @return list<string> */
    private function ofKoor(): array
    {
        $inside = fn (string $folder, callable $fits): array => array_map(static fn (string $name): string => "$folder/$name",
            array_values(array_filter($this->entries($folder, 'is_file'), $fits)));
        $found = [
            array_values(array_intersect($this->entries('.', 'is_file'), self::TOP)),
            $inside('calendar', fn (string $name): bool => str_ends_with($name, '.ics')
                && str_contains((string) file_get_contents("$this->path/calendar/$name", length: 128), "\nPRODID:-//koor//")),
            $inside('images', static fn (string $name): bool => preg_match(self::PICTURE, $name) === 1),
        ];
        foreach ($this->entries('kits', 'is_dir') as $kit) {
            $found[] = $inside("kits/$kit", static fn (string $name): bool => preg_match(self::KIT, $name) === 1);
        }
        return array_merge(...$found);
    }

    /**
     * The entries of a folder that is none by a link, by their kind, without links.
     *
     * @return list<string>
     */
    private function entries(string $folder, callable $kind): array
    {
        $path = "$this->path/$folder";
        if (!is_dir($path) || ($folder !== '.' && is_link($path))) {
            return [];
        }
        return array_values(array_filter(scandir($path) ?: [], static fn (string $name): bool => $name !== '.' && $name !== '..'
            && !is_link("$path/$name") && $kind("$path/$name")));
    }
}
