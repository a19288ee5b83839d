package dev.netc.frontend.incremental;

import dev.netc.compiler.Imports;
import dev.netc.compiler.source.SourceFile;
import dev.netc.frontend.incremental.State.Import;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down what a source looks for, and tells later whether the same would be found. */
final class ImportLog implements Imports {
  private final Imports imports;
  private final Map<Request, Import> log = new LinkedHashMap<>();

  private record Request(String importer, String path) {}

  ImportLog(Imports imports) {
    this.imports = imports;
  }

  @Override
  public Optional<SourceFile> find(SourceFile importer, String path) {
    Optional<SourceFile> found = imports.find(importer, path);
    log.putIfAbsent(
        new Request(importer.name(), path),
        new Import(
            importer.name(),
            path,
            found.map(SourceFile::name).orElse(""),
            found.map(file -> Hash.of(file.text())).orElse("")));
    return found;
  }

  /** In the order in which it was looked for. */
  List<Import> imports() {
    return List.copyOf(log.values());
  }

  /** Whether a source would find now what it found then, directly and through others. */
  static boolean isUnchanged(SourceFile source, List<Import> then, Imports imports) {
    Map<String, SourceFile> known = new LinkedHashMap<>();
    known.put(source.name(), source);
    for (Import old : then) {
      SourceFile importer = known.get(old.importer());
      if (importer == null) {
        return false;
      }
      Optional<SourceFile> found = imports.find(importer, old.path());
      boolean same =
          found
              .map(f -> f.name().equals(old.found()) && Hash.of(f.text()).equals(old.hash()))
              .orElse(old.hash().isEmpty());
      if (!same) {
        return false;
      }
      found.ifPresent(file -> known.put(file.name(), file));
    }
    return true;
  }
}
