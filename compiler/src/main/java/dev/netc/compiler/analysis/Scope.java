package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Declaration;
import java.util.Collections;
import java.util.LinkedHashMap;
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

  Scope(Owner owner, Map<String, Declaration> declarations) {
    this.owner = owner;
    this.declarations = Collections.unmodifiableMap(new LinkedHashMap<>(declarations));
  }

  /** Whether the bodies are the library's, and errors in them their callers'. */
  public boolean isLibrary() {
    return owner == Owner.LIBRARY;
  }

  /** The network, layer, function, loss, optimizer, schedule or metric of a name. */
  public Optional<Declaration> declaration(String name) {
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
    return declarations.keySet();
  }
}
