package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The declarations that a file's bodies may name: its own, which come first, and the library's.
 *
 * @param file the user's file
 */
public record Program(
    File file, Map<String, Declaration> own, Map<String, Declaration.Function> library) {

  public Program {
    own = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(own));
    library = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(library));
  }

  /** The layer, function, loss, optimizer, schedule or metric of a name. */
  public Optional<Declaration.Function> function(String name) {
    Declaration declaration = own.get(name);
    if (declaration != null) {
      return declaration instanceof Declaration.Function function
          ? Optional.of(function)
          : Optional.empty();
    }
    return Optional.ofNullable(library.get(name));
  }

  /**
   * As {@link #function}, for a body of the library: the user's declarations are out of its sight.
   */
  public Optional<Declaration.Function> libraryFunction(String name) {
    return Optional.ofNullable(library.get(name));
  }

  public boolean isLibrary(Declaration declaration) {
    return library.get(declaration.name().text()) == declaration;
  }

  /** The networks of the file, aliases included, in order. */
  public List<Declaration> networks() {
    return file.declarations().stream()
        .filter(declaration -> !(declaration instanceof Declaration.Function))
        .toList();
  }

  /** The names a user may call, without the private ones of the library. */
  public Set<String> visibleNames() {
    Set<String> names =
        library.keySet().stream().filter(name -> !name.startsWith("_")).collect(Collectors.toSet());
    own.forEach((name, declaration) -> names.add(name));
    return names;
  }
}
