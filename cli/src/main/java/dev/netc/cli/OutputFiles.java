package dev.netc.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Writes files so that a reader never sees half of one. */
final class OutputFiles {
  private OutputFiles() {}

  /**
   * Writes a text, with the directories above it, unless the file holds just that already: a build
   * tool then sees no change.
   *
   * @throws UsageException if the file cannot be written
   */
  static void write(Path file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
        return;
      }
      Path target = file.toAbsolutePath();
      Path directory = Files.createDirectories(target.resolveSibling("").normalize());
      Path temporary = Files.createTempFile(directory, ".netc", ".tmp");
      try {
        Files.write(temporary, bytes);
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw NetFiles.unwritable(file, e);
    }
  }
}
