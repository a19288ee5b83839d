package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;

/**
 * A file to compile, with all that its bodies and those of the files it imports may name.
 *
 * @param file the user's file
 * @param scopes the scope of each file, the library's files included
 */
public record Program(File file, Map<SourceFile, Scope> scopes) {

  public Program {
    scopes = Map.copyOf(scopes);
  }

  /** What the body of a declaration may name. */
  public Scope scope(Declaration declaration) {
    Scope scope = scopes.get(declaration.span().file());
    if (scope == null) {
      throw new IllegalArgumentException(declaration.name().text() + " is not part of the program");
    }
    return scope;
  }

  /** The networks of the file, aliases included, in order. */
  public List<Declaration> networks() {
    return file.declarations().stream()
        .filter(declaration -> !(declaration instanceof Declaration.Function))
        .toList();
  }
}
