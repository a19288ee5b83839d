package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.File;
import dev.netc.compiler.source.SourceFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file and those that it imports, directly or through others.
 *
 * @param all every file once, the one to compile first
 * @param imports for each file those that it imports itself
 */
public record ImportedFiles(List<File> all, Map<SourceFile, List<File>> imports) {

  public ImportedFiles {
    all = List.copyOf(all);
    imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
  }

  /** A file that imports nothing. */
  public static ImportedFiles only(File main) {
    return new ImportedFiles(List.of(main), Map.of());
  }

  /** The file to compile. */
  public File main() {
    return all.get(0);
  }

  List<File> importsOf(File file) {
    return imports.getOrDefault(file.span().file(), List.of());
  }
}
