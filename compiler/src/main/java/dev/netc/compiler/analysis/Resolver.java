package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.diagnostics.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds the names of a file to its declarations and the library's. */
public final class Resolver {
  /** The program, and what is wrong with it. */
  public record Resolution(Program program, List<Diagnostic> diagnostics) {}

  private Resolver() {}

  /**
   * Binds the names of one file.
   *
   * @param library the declarations of the standard library, which a file's own may hide
   */
  public static Resolution resolve(File file, Map<String, Declaration.Function> library) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Map<String, Declaration> own = new LinkedHashMap<>();
    for (Declaration declaration : file.declarations()) {
      String name = declaration.name().text();
      Declaration first = own.putIfAbsent(name, declaration);
      if (first != null) {
        diagnostics.add(
            Diagnostic.error("E0206", "`" + name + "` is declared already")
                .at(declaration.name().span())
                .also(first.name().span(), "here")
                .help("give one of the two another name")
                .build());
      }
    }
    Program program = new Program(file, own, library);
    file.imports()
        .forEach(
            line ->
                diagnostics.add(
                    Diagnostic.error("E0210", "this version of netc does not compile `import`")
                        .at(line.span())
                        .build()));
    for (Declaration declaration : own.values()) {
      diagnostics.addAll(new NameCheck(program, declaration).check());
    }
    return new Resolution(program, List.copyOf(diagnostics));
  }
}
