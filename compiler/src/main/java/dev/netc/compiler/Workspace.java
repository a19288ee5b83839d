package dev.netc.compiler;

import dev.netc.compiler.CompilerOptions.Trials;
import dev.netc.compiler.FileReader.Reading;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.ParseResult;
import dev.netc.compiler.syntax.Parser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that are open in an editor, as they are there: nothing of them needs to be saved. What
 * is known of a file is kept until its text changes, or that of a file it imports, directly or
 * through others; a text is parsed once, however many files import it.
 *
 * <p>Open files are known by their names, whose parts {@code /} separates; those are also the names
 * that messages show, and that {@link Imports} gives the same files, whose open text goes before
 * the saved one. For one thread at a time.
 */
public final class Workspace {
  private final Compiler compiler;
  private final Imports saved;
  private final Map<String, SourceFile> open = new TreeMap<>();

  /** The latest text of each saved file that was imported. */
  private final Map<String, SourceFile> imported = new HashMap<>();

  private final Map<SourceFile, ParseResult> parsed = new HashMap<>();
  private final Map<String, Known> known = new HashMap<>();

  /**
   * What is known of a file.
   *
   * @param examined all that was found, with all advice
   * @param shown the same with the advice that needs no trial
   * @param advised the same with the advice that was tried; null until somebody asks for it
   */
  private record Known(
      Reading reading, Analysis examined, Analysis shown, @Nullable Analysis advised) {}

  /**
   * A workspace without open files.
   *
   * @param options whether fixes are tried does not depend on them, but on who asks
   * @param saved finds the files that open ones import and that are not open; it is asked at each
   *     analysis, and gives another object where a file has changed
   */
  public Workspace(CompilerOptions options, Imports saved) {
    this.compiler = new Compiler(options);
    this.saved = saved;
  }

  /** Opens a file, or says that its text has changed. */
  public void edit(String name, String text) {
    SourceFile before = open.get(name);
    if (before == null || !before.text().equals(text)) {
      open.put(name, new SourceFile(name, text));
    }
  }

  /** Closes a file; whoever imports it gets the saved one again. */
  public void close(String name) {
    open.remove(name);
    known.remove(name);
    forgetUnused();
  }

  /** The names of the files that are open. */
  public Set<String> open() {
    return Set.copyOf(open.keySet());
  }

  /**
   * What is known of an open file: the same object as before if nothing has changed. No fix has
   * been tried, as with {@link Trials#NONE}.
   *
   * @throws IllegalArgumentException if no file of that name is open
   */
  public Analysis analyze(String name) {
    return known(name).shown();
  }

  /**
   * The same with fixes that have been tried, each of which is another analysis: for the moment in
   * which the user asks for them.
   *
   * @throws IllegalArgumentException if no file of that name is open
   */
  public Analysis analyzeWithFixes(String name) {
    Known found = known(name);
    Analysis advised = found.advised();
    if (advised == null) {
      advised =
          compiler.withTrials(
              found.examined(),
              (original, changed) ->
                  FileReader.read(
                      found.reading().source() == original ? changed : found.reading().source(),
                      imports().replacing(original, changed),
                      text -> text == changed ? new Parser().parse(text) : parse(text)));
      known.put(name, new Known(found.reading(), found.examined(), found.shown(), advised));
    }
    return advised;
  }

  private Known known(String name) {
    SourceFile source = open.get(name);
    if (source == null) {
      throw new IllegalArgumentException(name + " is not open");
    }
    Reading reading = FileReader.read(source, imports(), this::parse);
    Known before = known.get(name);
    if (before != null
        && before.reading().source() == source
        && before.reading().found().equals(reading.found())) {
      return before;
    }
    Analysis examined = compiler.withinBudgets(compiler.examine(reading));
    Known now = new Known(reading, examined, Compiler.withoutTrials(examined), null);
    known.put(name, now);
    forgetUnused();
    return now;
  }

  private ParseResult parse(SourceFile source) {
    return parsed.computeIfAbsent(source, new Parser()::parse);
  }

  private void forgetUnused() {
    Set<SourceFile> used = new HashSet<>(open.values());
    for (Known each : known.values()) {
      for (File file : each.reading().files().all()) {
        used.add(file.span().file());
      }
    }
    parsed.keySet().retainAll(used);
    imported.values().retainAll(used);
  }

  /** Open files first: also those that have never been saved, beside the one that imports them. */
  private Imports imports() {
    return (importer, path) ->
        Optional.ofNullable(open.get(beside(importer.name(), path)))
            .or(() -> saved.find(importer, path).map(this::current));
  }

  /** The open text of a saved file, or the same object for the same text. */
  private SourceFile current(SourceFile found) {
    SourceFile edited = open.get(found.name());
    if (edited != null) {
      return edited;
    }
    SourceFile before = imported.get(found.name());
    if (before != null && before.text().equals(found.text())) {
      return before;
    }
    imported.put(found.name(), found);
    return found;
  }

  /** The name that a path has which a file of a name gives. */
  private static String beside(String name, String path) {
    if (path.startsWith("/")) {
      return path;
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (name.substring(0, name.lastIndexOf('/') + 1) + path).split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
