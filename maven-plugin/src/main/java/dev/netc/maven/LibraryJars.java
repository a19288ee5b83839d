package dev.netc.maven;

import dev.netc.frontend.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The networks that dependencies bring along, in {@code META-INF/netc} of their jars. A jar is
 * opened when something is looked for in it.
 */
final class LibraryJars implements AutoCloseable {
  /** Where a jar holds its networks. */
  static final String DIRECTORY = "META-INF/netc";

  private final List<Path> paths;
  private final Map<Path, Optional<FileSystem>> open = new HashMap<>();

  /**
   * Nothing is opened yet.
   *
   * @param paths jars, and directories of classes, in the order of the class path
   */
  LibraryJars(List<Path> paths) {
    this.paths = paths;
  }

  /** The directories of networks in the order of the class path, opened one by one. */
  Stream<Path> roots() {
    return paths.stream().flatMap(path -> root(path).stream());
  }

  private Optional<Path> root(Path path) {
    Optional<Path> root =
        Files.isDirectory(path)
            ? Optional.of(path.resolve(DIRECTORY))
            : fileSystem(path).map(jar -> jar.getPath("/" + DIRECTORY));
    return root.filter(Files::isDirectory);
  }

  private synchronized Optional<FileSystem> fileSystem(Path path) {
    return open.computeIfAbsent(path, LibraryJars::open);
  }

  /** Class paths hold files of other types too, which are passed over. */
  private static Optional<FileSystem> open(Path path) {
    if (!path.toString().endsWith(".jar")) {
      return Optional.empty();
    }
    try {
      return Optional.of(FileSystems.newFileSystem(path));
    } catch (IOException | RuntimeException e) {
      throw new UsageException("cannot read " + path + ": " + e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    for (Optional<FileSystem> jar : open.values()) {
      try {
        if (jar.isPresent()) {
          jar.get().close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    open.clear();
  }
}
