<?php
// The shared library through FFI, and its handles.
//
// koor-ffi.h beside this folder declares the functions; tests/bindings/test_php.php compares it with koor.cdef.h, which
// the build makes from koor.h. Its two first lines are for servers, where PHP allows FFI in preloaded files only: set
// ffi.preload to that file and opcache.preload to autoload.php. PHP keeps a C callback until the process ends, so there is one of each kind, which hands
// what it is told to the innermost call under way.

declare(strict_types=1);

namespace Koor;

use FFI;

/** @internal */
final class Library
{
    private static ?FFI $ffi = null;
    private static ?FFI\CData $callbacks = null;
    /** @var list<callable> what the calls under way are told, the innermost last */
    private static array $listeners = [];
    private static ?\Throwable $thrown = null;

    public static function ffi(): FFI
    {
        return self::$ffi ??= self::preloaded() ?? self::load();
    }

    /** The functions without the lines for ffi.preload. */
    public static function declarations(): string
    {
        $header = (string) file_get_contents(dirname(__DIR__) . '/koor-ffi.h');
        return (string) preg_replace('/^#.*\n/m', '', $header);
    }

    /** @return list<string> where the library may be, in the order in which it is looked for */
    public static function places(): array
    {
        $given = getenv('KOOR_LIBRARY');
        return [...($given ? [$given] : []), dirname(__DIR__) . '/libkoor.so.0', 'libkoor.so.0'];
    }

    private static function preloaded(): ?FFI
    {
        try {
            return FFI::scope('KOOR');
        } catch (FFI\Exception) {
            return null;
        }
    }

    private static function load(): FFI
    {
        $failures = [];
        foreach (self::places() as $place) {
            try {
                return FFI::cdef(self::declarations(), $place);
            } catch (FFI\Exception $error) {
                $failures[] = "$place: {$error->getMessage()}";
            }
        }
        throw new Exception("libkoor was not found; set KOOR_LIBRARY to its path. Tried:\n  "
            . implode("\n  ", $failures), 'KOOR_E_FEATURE');
    }

    /** Calls a function whose last argument is out_error; throws what it reports. */
    public static function call(string $function, mixed ...$given): void
    {
        $slot = self::ffi()->new('koor_error *');
        $status = self::ffi()->$function(...[...$given, FFI::addr($slot)]);
        if ($status < 0) {
            throw self::taken($slot, $status);
        }
    }

    /** The exception for an error object, which is freed here. */
    public static function taken(FFI\CData $error, int $status): Exception
    {
        $ffi = self::ffi();
        $name = $ffi->koor_error_name($status);
        $offset = $ffi->koor_error_offset($error);
        $exception = Exception::of($ffi->koor_error_message($error) ?: $name, $name, $ffi->koor_error_path($error),
            $offset >= 0 ? $offset : null, $status);
        $ffi->koor_error_free($error);
        return $exception;
    }

    /** A handle that a function puts in its first argument. */
    public static function made(string $type, string $function, mixed ...$given): FFI\CData
    {
        $slot = self::ffi()->new("$type *");
        self::call($function, FFI::addr($slot), ...$given);
        return $slot;
    }

    /** A text that is asked for twice: for its length, then for itself. `ask` gets buffer, capacity, length. */
    public static function text(callable $ask): string
    {
        $length = self::ffi()->new('size_t');
        $buffer = null;
        $capacity = 0;
        for (;;) {
            $ask($buffer, $capacity, FFI::addr($length));
            if ($buffer !== null && $length->cdata < $capacity) {
                return FFI::string($buffer, $length->cdata);
            }
            $capacity = $length->cdata + 1;
            $buffer = self::ffi()->new("char[$capacity]");
        }
    }

    /**
     * Calls a function that tells `listener` what it does; the last of `given` stand before the callback. A listener
     * that gives false ends the call; what it throws is thrown again behind the C frames.
     */
    public static function listening(string $kind, callable $listener, string $function, mixed ...$given): void
    {
        self::$listeners[] = $listener;
        try {
            self::call($function, ...[...$given, self::callback($kind), null]);
        } catch (Exception $error) {
            [$thrown, self::$thrown] = [self::$thrown, null];
            throw $thrown ?? $error;
        } finally {
            array_pop(self::$listeners);
        }
    }

    private static function callback(string $kind): FFI\CData
    {
        if (self::$callbacks === null) {
            self::$callbacks = self::ffi()->new('struct {
                int32_t (*progress)(const char *stage, uint64_t done, uint64_t total, void *user);
                int32_t (*write)(const void *bytes, size_t length, void *user);
                int32_t (*done)(size_t index, const void *bytes, size_t length, void *user);
            }');
            $tell = static fn (mixed ...$told): int => self::tell($told);
            self::$callbacks->progress = $tell;
            self::$callbacks->write = $tell;
            self::$callbacks->done = $tell;
        }
        return self::$callbacks->$kind;
    }

    /** @param list<mixed> $told what C handed over, with the unused `user` at its end */
    private static function tell(array $told): int
    {
        array_pop($told);
        try {
            return end(self::$listeners)(...$told) === false ? 1 : 0;
        } catch (\Throwable $error) { // it must not cross the C frames
            self::$thrown = $error;
            return 1;
        }
    }
}

/**
 * A handle of the library and who uses it: its object and what was made from it. It is freed with the last of
 * them, because PHP does not promise in which order it destroys objects at its end.
 *
 * @internal
 */
final class Handle
{
    private int $users = 1;

    public function __construct(
        public readonly FFI\CData $pointer,
        private readonly string $free,
        private readonly ?Handle $owner = null,
    ) {
        $owner?->retain();
    }

    public function retain(): void
    {
        $this->users++;
    }

    public function release(): void
    {
        if (--$this->users === 0) {
            Library::ffi()->{$this->free}($this->pointer);
            $this->owner?->release();
        }
    }
}
