package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.library.Library;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Hidden hidden;
  private final Library library;

  /** What has been looked for, as a body may use an unknown name often. */
  private final Map<String, List<String>> near = new ConcurrentHashMap<>();

  /**
   * What mistakes that have been reported hide of the files.
   *
   * @param names of declarations that could not be read
   * @param wholeFiles whether a file that is imported is not there: any name may be of it
   */
  record Hidden(Set<String> names, boolean wholeFiles) {
    static final Hidden NOTHING = new Hidden(Set.of(), false);

    Hidden {
      names = Set.copyOf(names);
    }
  }

  private Scope(
      Owner owner, Map<String, Declaration> declarations, Hidden hidden, Library library) {
    this.owner = owner;
    this.declarations = Map.copyOf(declarations);
    this.hidden = hidden;
    this.library = library;
  }

  /** What the library's own bodies may name. */
  static Scope ofLibrary(Library library) {
    return new Scope(Owner.LIBRARY, Map.of(), Hidden.NOTHING, library);
  }

  /** What the bodies of a user's file may name. */
  static Scope ofUser(Map<String, Declaration> declarations, Hidden hidden, Library library) {
    return new Scope(Owner.USER, declarations, hidden, library);
  }

  /** Whether a name that nothing has may be that of something which a reported mistake hides. */
  public boolean mayHide(String name) {
    return hidden.names().contains(name) || (hidden.wholeFiles() && near(name).isEmpty());
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

  /** The declarations that an unknown name may stand for, as {@link NearNames#of} orders them. */
  public List<String> near(String name) {
    return near.computeIfAbsent(name, wrong -> NearNames.of(wrong, names()));
  }

  /** All names; one that hides another is there twice. */
  private List<String> names() {
    List<String> names = new ArrayList<>(declarations.keySet());
    library.names().stream().filter(this::isVisible).forEach(names::add);
    return names;
  }

  /** A name that starts with {@code _} stays in the library. */
  private boolean isVisible(String name) {
    return isLibrary() || !name.startsWith("_");
  }
}
