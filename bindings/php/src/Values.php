<?php
// What goes in and comes out as plain values: options and moments as text, items and variants as read-only
// objects. Data documents (certificate, meta, check) are arrays with the keys of docs/files.md.

declare(strict_types=1);

namespace Koor;

/** @internal */
final class Wire
{
    public static function option(mixed $value): string
    {
        if (is_bool($value)) {
            return $value ? 'on' : 'off';
        }
        return is_array($value) ? implode('|', $value) : (string) $value;
    }

    /** A moment as koor reads it: a string as it is, an object in UTC to the second. */
    public static function stamp(string|\DateTimeInterface $moment): string
    {
        return is_string($moment) ? $moment : gmdate('Y-m-d\TH:i:s\Z', $moment->getTimestamp());
    }

    /** @param array<string, mixed>|string $data */
    public static function json(array|string $data): string
    {
        return is_string($data) ? $data
            : json_encode($data, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
    }

    /** @param array<string, mixed> $fields */
    public static function person(string $id, array $fields): string
    {
        foreach ($fields as $name => $value) {
            if ($value instanceof \DateTimeInterface) {
                $fields[$name] = $value->format('Y-m-d');
            }
        }
        return self::json(['id' => $id, ...$fields]);
    }

    /** @return array<string, mixed> */
    public static function read(string $json): array
    {
        return json_decode($json, true, 512, JSON_THROW_ON_ERROR);
    }

    /** A file name that cannot leave its folder, as the command line makes it. */
    public static function fileName(string $name): string
    {
        $plain = (string) preg_replace_callback('/[^A-Za-z0-9._-]/',
            static fn (array $found): string => sprintf('%%%02X', ord($found[0])), $name);
        $safe = str_starts_with($plain, '.') ? '%2E' . substr($plain, 1) : $plain;
        return strlen($safe) <= 200 ? $safe : substr($safe, 0, 180) . '~' . hash('fnv1a64', $name);
    }
}

/** One change: the rule that made it, the words of the base and what stands there now. */
final class Edit
{
    public function __construct(
        public readonly string $rule,
        public readonly string $from,
        public readonly string $to,
    ) {
    }

    /**
     * @param list<array{rule: string, from: string, to: string}> $list
     * @return list<self>
     */
    public static function list(array $list): array
    {
        return array_map(static fn (array $edit): self => new self($edit['rule'], $edit['from'], $edit['to']), $list);
    }
}

/** One wording of a post. */
final class Variant
{
    /**
     * @param array{base: float, nearest: float} $similarity 0 to 1
     * @param array{count: int, limit: ?int} $length in the network's unit
     * @param list<Edit> $edits
     */
    public function __construct(
        public readonly string $text,
        public readonly string $language,
        public readonly array $similarity,
        public readonly array $length,
        public readonly array $edits,
    ) {
    }
}

/** The picture of an item; `file` is its name in a written plan. */
final class Image
{
    /** @param array<string, mixed> $recipe */
    public function __construct(
        public readonly string $file,
        public readonly string $source,
        public readonly string $alt,
        public readonly bool $altReview,
        public readonly string $explanation,
        public readonly array $recipe,
    ) {
    }
}

/** One post of one person: what, with which picture, when (in their own zone; null for texts only). */
final class Item
{
    public readonly string $id, $post, $person, $circle, $wave, $network, $language, $text, $textId, $vector;
    public readonly string $action, $state;
    public readonly int $sequence;
    public readonly ?\DateTimeImmutable $publishAt;
    public readonly ?Image $image;
    /** @var ?array{item: string, person: string} whose item a repost shares */
    public readonly ?array $repostOf;
    /** @var array{count: int, limit: ?int} */
    public readonly array $length;
    /** @var array{base: float, nearest: float} */
    public readonly array $similarity;
    /** @var list<Edit> */
    public readonly array $edits;

    /** @param array<string, mixed> $data an object of plan.jsonl */
    public function __construct(array $data, public readonly int $index)
    {
        foreach (['id', 'post', 'person', 'circle', 'wave', 'network', 'language', 'text', 'vector', 'action', 'state',
            'sequence', 'length', 'similarity'] as $name) {
            $this->$name = $data[$name];
        }
        $this->textId = $data['text_id'];
        $this->repostOf = $data['repost_of'] ?? null;
        $this->publishAt = isset($data['publish_at']) ? new \DateTimeImmutable($data['publish_at']) : null;
        $image = $data['image'] ?? null;
        $this->image = $image === null ? null : new Image($image['file'], $image['source'], $image['alt'],
            $image['alt_review'], $image['explanation'], $image['recipe']);
        $this->edits = Edit::list($data['edits']);
    }
}

/** An option of the registry: its type, default, range and a line of help. */
final class Option
{
    public function __construct(
        public readonly string $name,
        public readonly string $type,
        public readonly string $default,
        public readonly string $range,
        public readonly string $help,
    ) {
    }
}
