<?php
// What koor says went wrong, as a tree of exceptions under Koor\Exception: the same as in Python and Node.js.

declare(strict_types=1);

namespace Koor;

/**
 * `name` is a code such as "KOOR_E_UTF8" (getCode() its number), `path` the option, JSON path or input it is
 * about ("" for none), `offset` the byte in that input (null for none).
 */
class Exception extends \RuntimeException
{
    private const KINDS = [
        ArgumentException::class => ['ARGUMENT', 'RANGE'],
        InputException::class => ['UTF8', 'SYNTAX', 'KEY', 'VALUE', 'DUPLICATE', 'EMPTY', 'LANGUAGE', 'NETWORK',
            'FINGERPRINT'],
        OptionException::class => ['OPTION'],
        LimitException::class => ['LIMIT'],
        GuardException::class => ['POLICY', 'GUARD'],
        ScheduleException::class => ['ZONE', 'WINDOW', 'PERSON'],
        PictureException::class => ['IMAGE', 'FEATURE'],
        CancelledException::class => ['CANCELLED'],
    ];

    final public function __construct(
        string $message,
        public readonly string $name = '',
        public readonly string $path = '',
        public readonly ?int $offset = null,
        int $code = 0,
    ) {
        parent::__construct($message, $code);
    }

    /** The exception for a code: ArgumentException for "KOOR_E_RANGE", and so on. */
    public static function of(string $message, string $name, string $path, ?int $offset, int $code): self
    {
        foreach (self::KINDS as $kind => $names) {
            if (in_array(substr($name, strlen('KOOR_E_')), $names, true)) {
                return new $kind($message, $name, $path, $offset, $code);
            }
        }
        return new self($message, $name, $path, $offset, $code);
    }
}

/** An argument that is not allowed, or an index beyond the end. */
class ArgumentException extends Exception {}
/** A post, people, markup or JSON that cannot be read. */
class InputException extends Exception {}
/** An unknown option, or a value outside its range. */
class OptionException extends Exception {}
/** A limit of the option registry is exceeded. */
class LimitException extends Exception {}
/** A wording that changes a fact, or that the policy forbids. */
class GuardException extends Exception {}
/** A zone, window or person for which no moment can be found. */
class ScheduleException extends Exception {}
/** A picture that is broken or too large, or a build that cannot render it. */
class PictureException extends Exception {}
/** The progress callback asked to stop. */
class CancelledException extends Exception {}
