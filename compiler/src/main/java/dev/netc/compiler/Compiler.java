package dev.netc.compiler;

import dev.netc.compiler.FileReader.Reading;
import dev.netc.compiler.analysis.ImportedFiles;
import dev.netc.compiler.analysis.Resolver;
import dev.netc.compiler.analysis.Resolver.Resolution;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.codegen.Emitter;
import dev.netc.compiler.codegen.JavaSource;
import dev.netc.compiler.codegen.Programs;
import dev.netc.compiler.cost.Budgets;
import dev.netc.compiler.cost.SliceSize;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.elaborate.Elaborator;
import dev.netc.compiler.elaborate.Elaborator.Elaboration;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Start;
import dev.netc.compiler.fuse.Fuser;
import dev.netc.compiler.fuse.LayoutChooser;
import dev.netc.compiler.fuse.Recomputation;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphPrinter;
import dev.netc.compiler.library.Library;
import dev.netc.compiler.lint.Allowances;
import dev.netc.compiler.lint.Lints;
import dev.netc.compiler.lint.Subject;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.memory.Planner;
import dev.netc.compiler.scan.LastRounds;
import dev.netc.compiler.scan.Scans;
import dev.netc.compiler.simplify.BoundsBehindPools;
import dev.netc.compiler.simplify.Simplifier;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** The compiler on a page: each line is a phase, from one immutable type to the next. */
public final class Compiler {
  private final CompilerOptions options;

  public Compiler(CompilerOptions options) {
    this.options = options;
  }

  /**
   * Everything that is known of a file without generating code; never throws for a mistake in it.
   */
  public Analysis analyze(SourceFile source, Imports imports) {
    Reading reading = read(source, imports);
    Analysis analysis = withinBudgets(examine(reading));
    return options.trials() == CompilerOptions.Trials.NONE
        ? withoutTrials(analysis)
        : withTrials(
            analysis,
            (original, changed) ->
                read(source == original ? changed : source, imports.replacing(original, changed)));
  }

  private static Reading read(SourceFile source, Imports imports) {
    return FileReader.read(source, imports, new Parser()::parse);
  }

  /** What is wrong as it is shown to somebody who does not wait for fixes to be tried. */
  static Analysis withoutTrials(Analysis analysis) {
    return analysis.withDiagnostics(Fixes.unchecked(analysis.diagnostics()));
  }

  /**
   * Tries the fixes.
   *
   * @param again reads all, where one of the files has another text
   */
  Analysis withTrials(Analysis analysis, BiFunction<SourceFile, SourceFile, Reading> again) {
    return analysis.withDiagnostics(
        Fixes.checked(
            analysis.diagnostics(),
            (original, changed) -> trial(changed, again.apply(original, changed))));
  }

  private Fixes.Trial trial(SourceFile changed, Reading reading) {
    Examined examined = examined(reading);
    return new Fixes.Trial(examined.analysis().diagnostics(), examined.steps() + changed.length());
  }

  /** What is known of a file, and in how many steps of its elaboration that was found out. */
  private record Examined(Analysis analysis, long steps) {}

  /** Also says which budgets are exceeded; not in trials of fixes, which are not for that. */
  Analysis withinBudgets(Analysis analysis) {
    List<Diagnostic> diagnostics = new ArrayList<>(analysis.diagnostics());
    for (Network network : analysis.networks()) {
      diagnostics.addAll(Budgets.check(network, options.limits(), () -> budgeted(network)));
    }
    return analysis.withDiagnostics(diagnostics.stream().sorted(Diagnostic.BY_POSITION).toList());
  }

  private Budgets.Plans budgeted(Network network) {
    return new Budgets.Plans(forward(network.inference()), training(network));
  }

  /** All that is wrong but for budgets, with all advice that comes to mind. */
  Analysis examine(Reading reading) {
    return examined(reading).analysis();
  }

  private Examined examined(Reading reading) {
    ImportedFiles files = reading.files();
    List<Diagnostic> diagnostics = new ArrayList<>(reading.diagnostics());
    Resolution resolved = Resolver.resolve(files, Library.standard());
    diagnostics.addAll(resolved.diagnostics());
    Elaboration elaborated = Elaborator.elaborate(resolved.program(), options.arguments());
    elaborated.diagnostics().stream()
        .filter(d -> !Analysis.isKnown(diagnostics, d))
        .forEach(diagnostics::add);
    List<Network> networks = elaborated.networks().stream().map(this::packaged).toList();
    if (diagnostics.stream().noneMatch(Diagnostic::isError)) {
      diagnostics.addAll(Lints.check(new Subject(resolved.program(), networks)));
    }
    List<Diagnostic> wanted = wanted(diagnostics, files);
    return new Examined(
        new Analysis(
            networks, wanted.stream().sorted(Diagnostic.BY_POSITION).toList(), parameters(files)),
        elaborated.steps());
  }

  /** What comments allow is left out; warnings have the weight that the options give them. */
  private List<Diagnostic> wanted(List<Diagnostic> found, ImportedFiles files) {
    List<Diagnostic> wanted = found;
    for (File file : files.all()) {
      wanted = Allowances.of(file.span().file()).apply(wanted);
    }
    if (found.stream().noneMatch(Diagnostic::isError)) {
      // Only then have the lints run, so that it is known what an allowance is for.
      wanted = new ArrayList<>(wanted);
      wanted.addAll(Allowances.of(files.main().span().file()).useless(found));
    }
    return options.levels().weigh(wanted);
  }

  /** The same for a file that stands alone. */
  public Analysis analyze(SourceFile source) {
    return analyze(source, Imports.NONE);
  }

  /** The Java of each network, unless the file has an error; never throws for a mistake in it. */
  public Compilation compile(SourceFile source, Imports imports) {
    Analysis analysis = analyze(source, imports);
    List<JavaSource> sources =
        analysis.hasErrors()
            ? List.of()
            : analysis.networks().stream()
                .map(network -> Emitter.emit(network, plan(network)))
                .toList();
    return new Compilation(
        analysis.networks(), analysis.diagnostics(), analysis.parameters(), sources);
  }

  /** The same for a file that stands alone. */
  public Compilation compile(SourceFile source) {
    return compile(source, Imports.NONE);
  }

  /** What a network's class runs, kernel by kernel, and the memory it takes. */
  public Programs plan(Network network) {
    return new Programs(
        inference(network.inference()),
        network.evaluation().map(Compiler::forward),
        training(network),
        network.optimizer().map(optimizer -> plan(optimizer.update())),
        network
            .optimizer()
            .flatMap(Network.Optimizer::schedule)
            .map(schedule -> Simplifier.simplify(schedule.next())),
        starts(network));
  }

  private Optional<Plan> training(Network network) {
    return network
        .training()
        .map(Compiler::prepared)
        .map(training -> plan(TrainingGraph.of(network, training, options.inputGradients())));
  }

  private static Plan inference(Graph graph) {
    Plan plan = Planner.planForInference(schedule(prepared(graph)));
    return SliceSize.of(plan).map(plan::inSlices).orElse(plan);
  }

  private static Plan forward(Graph graph) {
    return plan(prepared(graph));
  }

  private static Graph prepared(Graph graph) {
    return LastRounds.read(BoundsBehindPools.move(graph));
  }

  /** Start values that are computed alike share a plan. */
  private static Map<Start.Computed, Plan> starts(Network network) {
    Map<Start.Computed, Plan> plans = new HashMap<>();
    Map<String, Plan> known = new HashMap<>();
    for (Start.Computed start : network.computedStarts()) {
      String text = GraphPrinter.print(start.graph());
      plans.put(start, known.computeIfAbsent(text, t -> plan(start.graph())));
    }
    return plans;
  }

  private static Plan plan(Graph graph) {
    return Planner.plan(schedule(graph));
  }

  private static Schedule schedule(Graph graph) {
    return LayoutChooser.choose(Fuser.fuse(Recomputation.of(Scans.simplify(graph))));
  }

  /**
   * By name, and by network and name. Also those of imported networks: an alias takes what its base
   * takes.
   */
  private static Set<String> parameters(ImportedFiles files) {
    Map<String, Declaration> networks = new HashMap<>();
    for (File file : files.all()) {
      for (Declaration declaration : file.declarations()) {
        if (declaration instanceof Declaration.Network
            || declaration instanceof Declaration.NetworkAlias) {
          networks.putIfAbsent(declaration.name().text(), declaration);
        }
      }
    }
    Set<String> names = new TreeSet<>();
    for (Declaration declaration : networks.values()) {
      for (Parameter parameter : parameters(declaration, networks)) {
        names.add(parameter.name().text());
        names.add(declaration.name().text() + "." + parameter.name().text());
      }
    }
    return names;
  }

  /** Those of the network that an alias is made from in the end; none if there is no such one. */
  private static List<Parameter> parameters(
      Declaration declaration, Map<String, Declaration> networks) {
    Set<Declaration> seen = new HashSet<>();
    Declaration at = declaration;
    while (at instanceof Declaration.NetworkAlias alias && seen.add(at)) {
      at = networks.get(alias.base().text());
    }
    return at instanceof Declaration.Network network ? network.parameters() : List.of();
  }

  private Network packaged(Network network) {
    return options.javaPackage().map(network::inPackage).orElse(network);
  }
}
