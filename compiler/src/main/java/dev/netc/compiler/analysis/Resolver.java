package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.library.Library;
import dev.netc.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Binds the names of a file, and of the files it imports, to declarations. */
public final class Resolver {
  /** The program, and what is wrong with it. */
  public record Resolution(Program program, List<Diagnostic> diagnostics) {}

  private final Library library;
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private Resolver(Library library) {
    this.library = library;
  }

  /**
   * Binds the names of the files that belong together.
   *
   * @param files the file to compile, and those it imports directly or through others
   * @param library the standard library, whose names a file's own may hide
   */
  public static Resolution resolve(ImportedFiles files, Library library) {
    Resolver resolver = new Resolver(library);
    Map<SourceFile, Scope> scopes = new HashMap<>();
    Map<SourceFile, Map<String, Declaration>> own = new LinkedHashMap<>();
    files.all().forEach(file -> own.put(file.span().file(), resolver.own(file)));
    for (File file : files.all()) {
      scopes.put(file.span().file(), resolver.scope(file, files, own));
    }
    Program program = new Program(files.main(), files.all(), scopes, Scope.ofLibrary(library));
    for (Map<String, Declaration> declarations : own.values()) {
      for (Declaration declaration : declarations.values()) {
        resolver.diagnostics.addAll(NameCheck.check(program.scope(declaration), declaration));
      }
    }
    return new Resolution(program, List.copyOf(resolver.diagnostics));
  }

  /** What a file declares itself. */
  private Map<String, Declaration> own(File file) {
    Map<String, Declaration> own = new LinkedHashMap<>();
    for (Declaration declaration : file.declarations()) {
      Declaration first = own.putIfAbsent(declaration.name().text(), declaration);
      if (first != null) {
        diagnostics.add(twice(declaration, first));
      }
    }
    return own;
  }

  private Scope scope(
      File file, ImportedFiles files, Map<SourceFile, Map<String, Declaration>> own) {
    Map<String, Declaration> imported = new LinkedHashMap<>();
    for (File other : files.importsOf(file)) {
      for (Declaration declaration : other.declarations()) {
        String name = declaration.name().text();
        Declaration first = imported.get(name);
        if (first != null && first != declaration && !name.startsWith("_")) {
          diagnostics.add(twice(declaration, first));
        }
        addPublic(imported, name, declaration);
      }
    }
    Map<String, Declaration> visible = new LinkedHashMap<>(imported);
    for (Declaration declaration : own.getOrDefault(file.span().file(), Map.of()).values()) {
      Declaration first = imported.get(declaration.name().text());
      if (first != null && first != declaration) {
        diagnostics.add(twice(declaration, first));
      }
      visible.put(declaration.name().text(), declaration);
    }
    return Scope.ofUser(visible, hidden(file, files), library);
  }

  private static Scope.Hidden hidden(File file, ImportedFiles files) {
    List<File> imported = files.importsOf(file);
    Set<String> names = new HashSet<>(file.unreadable());
    imported.forEach(other -> names.addAll(other.unreadable()));
    return new Scope.Hidden(names, imported.size() < file.imports().size());
  }

  /** A name that starts with {@code _} stays in its file. */
  private static void addPublic(
      Map<String, Declaration> visible, String name, Declaration declaration) {
    if (!name.startsWith("_")) {
      visible.put(name, declaration);
    }
  }

  private static Diagnostic twice(Declaration declaration, Declaration first) {
    return Diagnostic.error("E0206", "`" + declaration.name().text() + "` is declared already")
        .at(declaration.name().span())
        .also(first.name().span(), "here")
        .help("give one of the two another name")
        .build();
  }
}
