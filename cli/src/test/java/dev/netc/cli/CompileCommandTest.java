package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompileCommandTest {
  private static final String NETWORK =
      """
      package shapes.circles

      network Circle(width=3) {
          input x: float[N, 4]
          y = x -> fc: Linear(width)
          output y
      }
      """;

  @TempDir private Path directory;
  private Path file;
  private Path output;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("circle.net"), NETWORK);
    output = directory.resolve("out");
  }

  @Test
  void writesAClassInTheDirectoryOfItsPackage() throws IOException {
    Outcome outcome = netc("compile", file, "-d", output);

    Path source = output.resolve("shapes/circles/Circle.java");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).isEqualTo(source + "\n");
    assertThat(outcome.status()).isEqualTo(0);
    assertThat(Files.readString(source)).contains("package shapes.circles;");
    assertThat(files(output)).containsExactly(source);
  }

  @Test
  void theSameInputLeavesTheFileAlone() throws IOException {
    netc("compile", file, "-d", output);
    Path source = output.resolve("shapes/circles/Circle.java");
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(source, before);

    netc("compile", file, "-d", output);

    assertThat(Files.getLastModifiedTime(source)).isEqualTo(before);
  }

  @Test
  void thePackageCanBeChosen() throws IOException {
    netc("compile", file, "-d", output, "--package", "other");

    assertThat(Files.readString(output.resolve("other/Circle.java"))).contains("package other;");
  }

  @Test
  void aNameThatIsNoPackageIsWrongUsage() {
    Outcome outcome = netc("compile", file, "-d", output, "--package", "no-package");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("'no-package' is no name for a Java package");
  }

  @Test
  void argumentsOfTheNetworkCanBeSet() throws IOException {
    netc("compile", file, "-d", output, "-D", "width=7");

    assertThat(Files.readString(output.resolve("shapes/circles/Circle.java")))
        .contains("out_features=7");
  }

  @Test
  void anArgumentThatNoNetworkTakesIsWrongUsage() {
    Outcome outcome = netc("compile", file, "-d", output, "-D", "widht=7");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("netc compile: -D widht: no network here takes it; there is width\n");
    assertThat(Files.exists(output)).isFalse();
  }

  @Test
  void aNetworkTooLargeForAnArrayIsAnErrorOfTheProgram() {
    for (String width : new String[] {"600000000", "99999999999"}) {
      Outcome outcome = netc("compile", file, "-d", output, "-D", "width=" + width);

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.err()).contains("error[E0321]");
    }
  }

  @Test
  void aProgramWithErrorsWritesNothing() throws IOException {
    Path bad = Files.writeString(directory.resolve("bad.net"), NETWORK.replace("x ->", "y ->"));

    Outcome outcome = netc("compile", bad, file, "-d", output);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(Files.exists(output)).isFalse();
  }

  @Test
  void twoNetworksOfOneNameAreRefused() throws IOException {
    Path copy = Files.copy(file, directory.resolve("copy.net"));

    Outcome outcome = netc("compile", file, copy, "-d", output);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("both " + file + " and " + copy + " give Circle.java");
    assertThat(Files.exists(output)).isFalse();
  }

  @Test
  void anOutputThatCannotBeWrittenIsWrongUsage() throws IOException {
    Path occupied = Files.writeString(directory.resolve("occupied"), "a file");

    Outcome outcome = netc("compile", file, "-d", occupied);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("cannot write");
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }
}
