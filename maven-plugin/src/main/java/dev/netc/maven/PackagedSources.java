package dev.netc.maven;

import dev.netc.frontend.OutputFiles;
import dev.netc.frontend.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lays out networks as they will lie in a jar, so that Maven can take the whole directory as one of
 * resources. (The target path that a resource may have is lost in Maven 4.0.0-rc-4.)
 */
final class PackagedSources {
  private final Path directory;

  /**
   * Networks below a directory that holds nothing else.
   *
   * @param directory what becomes the root of the jar
   */
  PackagedSources(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory hold the networks of another, and no others. */
  void copy(Path sources) {
    Path target = directory.resolve(LibraryJars.DIRECTORY);
    SourceFiles networks = new SourceFiles(List.of("**/*.net"), List.of());
    Set<Path> kept = new HashSet<>();
    for (Path file : networks.find(sources)) {
      Path copy = target.resolve(sources.relativize(file).toString());
      kept.add(copy);
      OutputFiles.write(copy, bytes(file));
    }
    for (Path file : networks.find(target)) {
      if (!kept.contains(file)) {
        delete(file);
      }
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UsageException("cannot delete " + file + ": " + e.getMessage());
    }
  }
}
