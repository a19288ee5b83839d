package dev.netc.frontend;

import dev.netc.compiler.Imports;
import dev.netc.compiler.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds imported files beside the importing one, then in the source roots; reads each once, for any
 * number of threads.
 */
public final class FileImports implements Imports {
  private final SourceReader reader;
  private final Supplier<Stream<Path>> roots;
  private final Map<Path, SourceFile> read = new ConcurrentHashMap<>();
  private final Map<SourceFile, Path> paths = new ConcurrentHashMap<>();

  /** Looks in roots, in this order, for what is not beside the importing file. */
  public FileImports(List<Path> roots) {
    this(SourceReader.AS_GIVEN, List.copyOf(roots)::stream);
  }

  /**
   * Looks in roots that need not be known before something is looked for there.
   *
   * @param roots gives them in order, as often as it is asked, to any thread
   */
  public FileImports(SourceReader reader, Supplier<Stream<Path>> roots) {
    this.reader = reader;
    this.roots = roots;
  }

  /** What reads the files. */
  public SourceReader reader() {
    return reader;
  }

  /**
   * The text of a file, read once.
   *
   * @throws UsageException if it cannot be read, or is not in the encoding
   */
  public SourceFile read(Path file) {
    Path normal = file.normalize();
    SourceFile source =
        read.computeIfAbsent(normal.toAbsolutePath(), absolute -> reader.read(normal));
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

  /** Where a text was read from. */
  public Optional<Path> path(SourceFile source) {
    return Optional.ofNullable(paths.get(source));
  }

  @Override
  public Optional<SourceFile> find(SourceFile importer, String path) {
    Path from = path(importer).orElseGet(() -> Path.of(importer.name()));
    try {
      return Stream.concat(
              Stream.of(from.resolveSibling(path)), roots.get().map(root -> root.resolve(path)))
          .filter(Files::isRegularFile)
          .findFirst()
          .map(this::read);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
