package dev.netc.frontend;

import dev.netc.compiler.Imports;
import dev.netc.compiler.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds imported files beside the importing one, then in the source roots; reads each once, for any
 * number of threads.
 */
public final class FileImports implements Imports {
  private final List<Path> roots;
  private final Map<Path, SourceFile> read = new ConcurrentHashMap<>();
  private final Map<SourceFile, Path> paths = new ConcurrentHashMap<>();

  /** Looks in roots, in this order, for what is not beside the importing file. */
  public FileImports(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /**
   * The text of a file, read once.
   *
   * @throws UsageException if it cannot be read, or is not UTF-8
   */
  public SourceFile read(Path file) {
    Path normal = file.normalize();
    SourceFile source =
        read.computeIfAbsent(normal.toAbsolutePath(), absolute -> NetFiles.read(normal));
    paths.put(source, normal);
    return source;
  }

  /** Reads a file ahead; one that cannot be read is refused when it is asked for. */
  public void readIfPossible(Path file) {
    try {
      read(file);
    } catch (UsageException refusedLater) {
      // The same exception comes again from read.
    }
  }

  @Override
  public Optional<SourceFile> find(SourceFile importer, String path) {
    List<Path> candidates = new ArrayList<>();
    try {
      Path beside = paths.getOrDefault(importer, Path.of(importer.name()));
      candidates.add(beside.resolveSibling(path));
      roots.forEach(root -> candidates.add(root.resolve(path)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    return candidates.stream().filter(Files::isRegularFile).findFirst().map(this::read);
  }
}
