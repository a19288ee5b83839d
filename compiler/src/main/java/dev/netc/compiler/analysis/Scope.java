package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.library.Library;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The declarations that the bodies of one file may name: its own, those it imports, and the
 * library's, of which an earlier one hides a later one.
 */
public final class Scope {
  /** Whose file it is. */
  public enum Owner {
    USER,
    LIBRARY
  }

  private final Owner owner;
  private final Map<String, Declaration> declarations;
  private final Library library;

  private Scope(Owner owner, Map<String, Declaration> declarations, Library library) {
    this.owner = owner;
    this.declarations = Map.copyOf(declarations);
    this.library = library;
  }

  /** What the library's own bodies may name. */
  static Scope ofLibrary(Library library) {
    return new Scope(Owner.LIBRARY, Map.of(), library);
  }

  /** What the bodies of a user's file may name. */
  static Scope ofUser(Map<String, Declaration> declarations, Library library) {
    return new Scope(Owner.USER, declarations, library);
  }

  /** Whether the bodies are the library's, and errors in them their callers'. */
  public boolean isLibrary() {
    return owner == Owner.LIBRARY;
  }

  /** The network, layer, function, loss, optimizer, schedule or metric of a name. */
  public Optional<Declaration> declaration(String name) {
    Declaration own = declarations.get(name);
    return own == null && isVisible(name)
        ? library.function(name).map(Declaration.class::cast)
        : Optional.ofNullable(own);
  }

  /** What a name is declared as by the file itself, or by one that it imports. */
  public Optional<Declaration> own(String name) {
    return Optional.ofNullable(declarations.get(name));
  }

  /** What of a name can be applied: not a network. */
  public Optional<Declaration.Function> function(String name) {
    return declaration(name)
        .filter(declaration -> declaration instanceof Declaration.Function)
        .map(Declaration.Function.class::cast);
  }

  /** All names, for proposals. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    library.names().stream().filter(this::isVisible).forEach(names::add);
    names.addAll(declarations.keySet());
    return names;
  }

  /** A name that starts with {@code _} stays in the library. */
  private boolean isVisible(String name) {
    return isLibrary() || !name.startsWith("_");
  }
}
