package dev.netc.compiler;

import dev.netc.compiler.source.SourceFile;
import java.util.Optional;

/**
 * Finds imported files. The compiler reads none itself: the command line and the build plugins look
 * them up.
 */
@FunctionalInterface
public interface Imports {
  /** Imports of somebody who has a single text and no place for others. */
  Imports NONE = (importer, path) -> Optional.empty();

  /**
   * The file that {@code import "path"} in {@code importer} names. The same file must be the same
   * object at each call.
   *
   * @param path as written, relative to the importer or to a source root
   * @return empty if there is no such file
   */
  Optional<SourceFile> find(SourceFile importer, String path);

  /** The same with one file's text changed, for those that import it and for what it imports. */
  default Imports replacing(SourceFile original, SourceFile changed) {
    return (importer, path) ->
        find(importer == changed ? original : importer, path)
            .map(file -> file == original ? changed : file);
  }
}
