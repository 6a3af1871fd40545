<?php
// For programs without Composer: require this file, and the classes of koor are there.

declare(strict_types=1);

foreach (['Errors', 'Library', 'Values', 'Folder', 'Plan', 'Campaign', 'Engine'] as $name) {
    require_once __DIR__ . "/src/$name.php";
}
