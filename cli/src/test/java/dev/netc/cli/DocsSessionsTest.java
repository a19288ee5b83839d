package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the docs show of a terminal is what is seen there. From the top of a page to its end, blocks
 * that name a file, such as {@code ```netc own/a.net}, are written to a directory that looks like
 * the root of the checkout, and the commands of {@code ```console} blocks are run there.
 *
 * <p>{@code -Dbless=true} writes what they print into the page.
 */
@DisabledOnOs(OS.WINDOWS)
final class DocsSessionsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final String CONSOLE = "```console\n";
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^```(?:console|\\w+ (\\S+))\n(.*?)^```$", Pattern.DOTALL);

  /** What differs from machine to machine, or between versions that compute in another order. */
  private static final Pattern VARYING = Pattern.compile("(?m)(?<=^epoch .{0,200})\\d+\\.\\d+");

  /** A progress bar, which is for people who wait. */
  private static final Pattern PROGRESS = Pattern.compile("(?m)^.*\\d%\\|.*\\R");

  @TempDir private Path root;

  @TestFactory
  List<DynamicTest> sessions() throws IOException {
    try (Stream<Path> pages = Files.list(DOCS)) {
      return pages
          .filter(page -> page.toString().endsWith(".md") && read(page).contains(CONSOLE))
          .sorted()
          .map(page -> DynamicTest.dynamicTest(page.getFileName().toString(), () -> check(page)))
          .toList();
    }
  }

  private void check(Path page) throws IOException, InterruptedException {
    String text = read(page);
    Path directory = Files.createDirectory(root.resolve(page.getFileName().toString()));
    layOut(directory);
    StringBuilder seen = new StringBuilder();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String now = block.group();
      if (block.group(1) == null) {
        now = replay(directory, block.group(2));
      } else {
        Path file = directory.resolve(block.group(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, block.group(2));
      }
      block.appendReplacement(seen, Matcher.quoteReplacement(now));
    }
    block.appendTail(seen);
    if (Boolean.getBoolean("bless") && !steady(seen.toString()).equals(steady(text))) {
      Files.writeString(page, seen);
    }
    assertWithMessage("%s is stale; -Dbless=true writes it", page)
        .that(steady(seen.toString()))
        .isEqualTo(steady(read(page)));
  }

  private static String steady(String text) {
    return VARYING.matcher(text).replaceAll("#");
  }

  private static void layOut(Path directory) throws IOException {
    Path checkout = Path.of("..").toRealPath();
    for (String name : List.of("examples", "runtime")) {
      Files.createSymbolicLink(directory.resolve(name), checkout.resolve(name));
    }
    Path netc = directory.resolve("netc");
    String command = "exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' dev.netc.cli.Main \"$@\"";
    Files.writeString(
        netc,
        "#!/bin/sh\n"
            + command.formatted(java().resolve("java"), System.getProperty("java.class.path")));
    assertThat(netc.toFile().setExecutable(true)).isTrue();
  }

  /** A session's commands, each followed by what it prints now. */
  private static String replay(Path directory, String session)
      throws IOException, InterruptedException {
    StringBuilder seen = new StringBuilder(CONSOLE);
    for (String line : session.lines().filter(line -> line.startsWith("$ ")).toList()) {
      seen.append(line).append('\n');
      ProcessBuilder shell =
          new ProcessBuilder("sh", "-c", line.substring(2))
              .directory(directory.toFile())
              .redirectErrorStream(true);
      shell.environment().merge("PATH", java() + File.pathSeparator, (old, jdk) -> jdk + old);
      Process process = shell.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      seen.append(PROGRESS.matcher(printed).replaceAll(""));
      assertWithMessage(line + "\n" + printed).that(printed).doesNotContain("Exception");
    }
    return seen.append("```").toString();
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
