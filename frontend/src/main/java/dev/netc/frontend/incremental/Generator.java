package dev.netc.frontend.incremental;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compilation;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.codegen.JavaSource;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.source.SourceFile;
import dev.netc.frontend.GeneratedFiles;
import dev.netc.frontend.NetFiles;
import dev.netc.frontend.OutputFiles;
import dev.netc.frontend.UsageException;
import dev.netc.frontend.format.CheckedFile;
import dev.netc.frontend.format.Report;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Generates the Java of sources that have changed. If one has an error, nothing is written. */
public final class Generator {
  private final Request request;
  private final State before;
  private final boolean sameKey;

  private Generator(Request request) {
    this.request = request;
    this.before = State.read(request.state());
    this.sameKey = before.key().equals(request.key());
  }

  /** A source after its turn. */
  private record Turn(
      CheckedFile file,
      Optional<String> problem,
      State.Entry entry,
      List<JavaSource> sources,
      Set<String> parameters) {
    static Turn failed(String name, String problem) {
      return new Turn(
          new CheckedFile(name, List.of(), List.of()),
          Optional.of(problem),
          new State.Entry("", false, List.of(), List.of(), Map.of()),
          List.of(),
          Set.of());
    }
  }

  /**
   * Brings the output up to date.
   *
   * @throws UsageException if two sources give the same file, or one cannot be written
   */
  public static Generation generate(Request request) {
    return new Generator(request).generate();
  }

  private Generation generate() {
    List<Path> stale = new ArrayList<>();
    Map<Path, Turn> turns = new HashMap<>();
    for (Path path : request.sources()) {
      Optional<Turn> kept = keep(path);
      if (kept.isPresent()) {
        turns.put(path, kept.get());
      } else {
        stale.add(path);
      }
    }
    if (!stale.isEmpty()) {
      List<Turn> compiled = stale.parallelStream().map(this::compile).toList();
      for (int i = 0; i < compiled.size(); i++) {
        turns.put(stale.get(i), compiled.get(i));
      }
    }
    List<Turn> inOrder = new ArrayList<>();
    List<CheckedFile> files = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<String> parameters = new HashSet<>();
    for (Path path : request.sources()) {
      Turn turn = Objects.requireNonNull(turns.get(path));
      inOrder.add(turn);
      files.add(turn.file());
      turn.problem().ifPresent(problems::add);
      parameters.addAll(turn.parameters());
    }
    Report report = new Report(files, problems);
    boolean idle =
        stale.isEmpty()
            && inOrder.size() == before.sources().size()
            && inOrder.stream().noneMatch(turn -> turn.entry().warned());
    Generation found = new Generation(report, parameters, List.of(), List.of(), idle);
    if (idle) {
      return found;
    }
    return found.isSuccess() ? write(inOrder, found) : found;
  }

  /** The turn of a source that need not be compiled; all are read here, before any is compiled. */
  private Optional<Turn> keep(Path path) {
    try {
      SourceFile source = request.imports().read(path);
      String name = request.imports().reader().name(path);
      State.Entry old = before.sources().get(name);
      if (old == null || !isUpToDate(old, Hash.of(source.text()), source)) {
        return Optional.empty();
      }
      return Optional.of(
          new Turn(
              old.warned() ? warnings(path, source) : new CheckedFile(name, List.of(), List.of()),
              Optional.empty(),
              old,
              List.of(),
              Set.copyOf(old.parameters())));
    } catch (UsageException toldWhenItIsCompiled) {
      return Optional.empty();
    }
  }

  private boolean isUpToDate(State.Entry old, String hash, SourceFile source) {
    return sameKey
        && old.hash().equals(hash)
        && areIntact(old.outputs())
        && ImportLog.isUnchanged(source, old.imports(), request.imports());
  }

  private boolean areIntact(Map<String, String> outputs) {
    for (Map.Entry<String, String> output : outputs.entrySet()) {
      if (!isIntact(output.getKey(), output.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean isIntact(String path, String hash) {
    Path file = request.output().resolve(path);
    try {
      return Files.isRegularFile(file) && Hash.of(Files.readAllBytes(file)).equals(hash);
    } catch (IOException e) {
      return false;
    }
  }

  private CheckedFile warnings(Path path, SourceFile source) {
    Analysis analysis = new Compiler(request.options()).analyze(source, request.imports());
    return checked(path, analysis.networks(), analysis.diagnostics());
  }

  private Turn compile(Path path) {
    try {
      return compile(path, request.imports().read(path));
    } catch (UsageException e) {
      String name = request.imports().reader().name(path);
      return Turn.failed(name, String.valueOf(e.getMessage()));
    }
  }

  private Turn compile(Path path, SourceFile source) {
    ImportLog imports = new ImportLog(request.imports());
    Compilation compilation = new Compiler(request.options()).compile(source, imports);
    return new Turn(
        checked(path, compilation.networks(), compilation.diagnostics()),
        Optional.empty(),
        new State.Entry(
            Hash.of(source.text()),
            !compilation.diagnostics().isEmpty(),
            compilation.parameters().stream().sorted().toList(),
            imports.imports(),
            new LinkedHashMap<>()),
        compilation.sources(),
        compilation.parameters());
  }

  private CheckedFile checked(Path path, List<Network> networks, List<Diagnostic> diagnostics) {
    return request.imports().reader().checked(path, networks, diagnostics);
  }

  private Generation write(List<Turn> turns, Generation found) {
    GeneratedFiles files = new GeneratedFiles(request.output(), request.charset());
    Map<String, State.Entry> entries = new LinkedHashMap<>();
    for (Turn turn : turns) {
      String name = turn.file().name();
      if (turn.sources().isEmpty()) {
        turn.entry().outputs().keySet().forEach(path -> files.claim(path, name));
      }
      for (JavaSource source : turn.sources()) {
        Path target = files.add(source, name);
        byte[] bytes = files.contents().getOrDefault(target, new byte[0]);
        turn.entry().outputs().put(source.path(), Hash.of(bytes));
      }
      entries.put(name, turn.entry());
    }
    State after = new State(request.key(), entries);
    List<Path> written = new ArrayList<>();
    files
        .contents()
        .forEach(
            (target, bytes) -> {
              if (!holds(target, bytes)) {
                OutputFiles.write(target, bytes);
                written.add(target);
              }
            });
    List<Path> deleted = deleteStale(after);
    after.write(request.state());
    return new Generation(found.report(), found.parameters(), written, deleted, false);
  }

  private static boolean holds(Path file, byte[] bytes) {
    try {
      return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes);
    } catch (IOException e) {
      return false;
    }
  }

  private List<Path> deleteStale(State after) {
    Set<String> kept = new HashSet<>(after.outputs().toList());
    List<Path> deleted = new ArrayList<>();
    before
        .outputs()
        .filter(path -> !kept.contains(path))
        .map(request.output()::resolve)
        .forEach(
            file -> {
              if (delete(file)) {
                deleted.add(file);
              }
            });
    return deleted;
  }

  /** Also the directories that are empty then, up to that of all outputs. */
  private boolean delete(Path file) {
    try {
      boolean existed = Files.deleteIfExists(file);
      Path directory = file.resolveSibling("").normalize();
      while (!directory.equals(request.output().normalize())
          && directory.startsWith(request.output().normalize())) {
        try {
          Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
          break;
        }
        directory = directory.resolve("..").normalize();
      }
      return existed;
    } catch (IOException e) {
      throw NetFiles.unwritable(file, e);
    }
  }
}
