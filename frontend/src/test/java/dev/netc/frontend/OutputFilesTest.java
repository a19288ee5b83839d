package dev.netc.frontend;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files are written. */
final class OutputFilesTest {
  @TempDir private Path directory;

  @Test
  void othersMayReadWhatTheyCouldReadOfAnyFile() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path usual = Files.writeString(directory.resolve("usual.txt"), "text");
    Path written = directory.resolve("deeper/written.txt");

    OutputFiles.write(written, "text");

    assertThat(Files.getPosixFilePermissions(written))
        .isEqualTo(Files.getPosixFilePermissions(usual));
  }

  @Test
  void nothingButTheFileIsLeft() throws IOException {
    OutputFiles.write(directory.resolve("a.txt"), "one");
    OutputFiles.write(directory.resolve("a.txt"), "two");

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.toList()).isEqualTo(List.of(directory.resolve("a.txt")));
    }
    assertThat(Files.readString(directory.resolve("a.txt"))).isEqualTo("two");
  }

  @Test
  void aFileThatHoldsTheTextAlreadyIsLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "text");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1000));

    OutputFiles.write(file, "text");

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(1000));
  }
}
