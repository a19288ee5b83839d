package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One source file.
 *
 * @param span the whole text
 * @param packageName the Java package, dotted, where one is given
 * @param imports the imported files, in order
 * @param declarations what it declares, in order
 * @param unreadable the names of what it seems to declare besides, with mistakes that hide what
 */
public record File(
    Span span,
    Optional<Name> packageName,
    List<Import> imports,
    List<Declaration> declarations,
    Set<String> unreadable)
    implements Node {

  /** Keeps its own copies of the lists. */
  public File {
    imports = List.copyOf(imports);
    declarations = List.copyOf(declarations);
    unreadable = Set.copyOf(unreadable);
  }
}
