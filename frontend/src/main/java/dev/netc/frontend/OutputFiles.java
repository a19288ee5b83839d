package dev.netc.frontend;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;
import java.util.UUID;

/** Writes files so that a reader never sees half of one. */
public final class OutputFiles {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private OutputFiles() {}

  /**
   * Writes a text, with the directories above it, unless the file holds just that already: a build
   * tool then sees no change.
   *
   * @throws UsageException if the file cannot be written
   */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes, with the directories above them, unless the file holds just those already.
   *
   * @throws UsageException if the file cannot be written
   */
  public static void write(Path file, byte[] bytes) {
    try {
      if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
        return;
      }
      Path target = file.toAbsolutePath();
      Path directory = Files.createDirectories(target.resolveSibling("").normalize());
      Path temporary = fresh(directory);
      try {
        Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW);
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw NetFiles.unwritable(file, e);
    }
  }

  /**
   * The name of a file that is not there yet. {@link Files#createTempFile} would keep others from
   * reading the file, as it is meant for secrets.
   */
  private static Path fresh(Path directory) {
    return directory.resolve(".netc-" + UUID.randomUUID() + ".tmp");
  }

  /**
   * Changes the text of a source file. A byte order mark stays, and so do its permissions; a link
   * stays a link.
   *
   * @throws UsageException if the file cannot be written
   */
  public static void replace(Path file, String text) {
    replace(file, text, StandardCharsets.UTF_8);
  }

  /**
   * Changes the text of a source file in some encoding.
   *
   * @throws UsageException if the file cannot be written
   */
  public static void replace(Path file, String text, Charset charset) {
    try {
      Path target = file.toRealPath();
      byte[] old = Files.readAllBytes(target);
      boolean marked = new String(old, charset).startsWith(BYTE_ORDER_MARK);
      Path temporary = Files.createTempFile(target.resolveSibling(""), ".netc", ".tmp");
      try {
        Files.writeString(temporary, (marked ? BYTE_ORDER_MARK : "") + text, charset);
        PosixFileAttributeView from =
            Files.getFileAttributeView(target, PosixFileAttributeView.class);
        if (from != null) {
          Files.setPosixFilePermissions(temporary, from.readAttributes().permissions());
        }
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw NetFiles.unwritable(file, e);
    }
  }
}
