package dev.netc.maven;

import dev.netc.frontend.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.codehaus.plexus.util.AbstractScanner;
import org.codehaus.plexus.util.MatchPatterns;

/** Finds the files of a directory that patterns take, as Maven's own plugins do. */
final class SourceFiles {
  private final MatchPatterns includes;
  private final MatchPatterns excludes;

  /**
   * Patterns such as {@code vision/**}.
   *
   * @param excludes go before the includes
   */
  SourceFiles(List<String> includes, List<String> excludes) {
    this.includes = patterns(includes);
    this.excludes = patterns(Stream.concat(excludes.stream(), defaults()).toList());
  }

  private static Stream<String> defaults() {
    return Stream.of(AbstractScanner.DEFAULTEXCLUDES);
  }

  private static MatchPatterns patterns(List<String> patterns) {
    return MatchPatterns.from(
        patterns.stream()
            .map(pattern -> pattern.replace('/', java.io.File.separatorChar))
            .map(p -> p.endsWith(java.io.File.separator) ? p + "**" : p)
            .toArray(String[]::new));
  }

  /** In alphabetical order; none if there is no such directory. */
  List<Path> find(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.walk(directory)) {
      return entries
          .filter(path -> isTaken(directory.relativize(path).toString()))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new UsageException("cannot read " + directory + ": " + e.getMessage());
    }
  }

  private boolean isTaken(String path) {
    return includes.matches(path, true) && !excludes.matches(path, true);
  }
}
