package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file and those that it imports, directly or through others.
 *
 * @param main the file to compile
 * @param imports for each file those that it imports itself
 */
public record ImportedFiles(File main, Map<File, List<File>> imports) {

  public ImportedFiles {
    imports = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(imports));
  }

  /** A file that imports nothing. */
  public static ImportedFiles only(File main) {
    return new ImportedFiles(main, Map.of(main, List.of()));
  }

  /** Every file once, the one to compile first. */
  public Iterable<File> all() {
    return imports.keySet();
  }

  List<File> importsOf(File file) {
    return imports.getOrDefault(file, List.of());
  }
}
