package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;

/**
 * A file to compile, with all that its bodies and those of the files it imports may name.
 *
 * @param file the file to compile
 * @param files all of the user's files: that one, and those that it imports
 * @param scopes the scope of each of the user's files
 * @param library the scope of the library's own bodies
 */
public record Program(File file, List<File> files, Map<SourceFile, Scope> scopes, Scope library) {

  public Program {
    files = List.copyOf(files);
    scopes = Map.copyOf(scopes);
  }

  /** What the body of a declaration may name. */
  public Scope scope(Declaration declaration) {
    return scopes.getOrDefault(declaration.span().file(), library);
  }

  /** The networks of the file, aliases included, in order. */
  public List<Declaration> networks() {
    return file.declarations().stream()
        .filter(declaration -> !(declaration instanceof Declaration.Function))
        .toList();
  }
}
