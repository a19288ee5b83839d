package dev.netc.benchmarks.compile;

import dev.netc.compiler.analysis.ImportedFiles;
import dev.netc.compiler.analysis.Resolver;
import dev.netc.compiler.analysis.Resolver.Resolution;
import dev.netc.compiler.ast.File;
import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.codegen.Emitter;
import dev.netc.compiler.codegen.JavaSource;
import dev.netc.compiler.codegen.Programs;
import dev.netc.compiler.elaborate.Elaborator;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.fuse.Fuser;
import dev.netc.compiler.fuse.Recomputation;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.library.Library;
import dev.netc.compiler.lint.Lints;
import dev.netc.compiler.lint.Subject;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.memory.Planner;
import dev.netc.compiler.scan.Scans;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.Parser;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the compiler's phases one by one, and takes the time of each. */
final class Phases {
  /** The phases in their order. */
  enum Phase {
    PARSE,
    ELABORATE,
    LINT,
    DIFFERENTIATE,
    SIMPLIFY,
    FUSE,
    PLAN,
    GENERATE
  }

  /** Whether the time counts that the thread runs, for a machine that others share. */
  private static final boolean CPU = System.getProperty("clock", "wall").equals("cpu");

  private final Map<Phase, Double> milliseconds = new EnumMap<>(Phase.class);

  private Phases() {}

  /** Milliseconds of each phase of an analysis, as a check or an editor asks for it. */
  static Map<Phase, Double> analyze(SourceFile source) {
    Phases phases = new Phases();
    phases.network(source);
    return phases.milliseconds;
  }

  /** Milliseconds of each phase from the text of one network, with an optimizer, to its Java. */
  static Map<Phase, Double> compile(SourceFile source) {
    Phases phases = new Phases();
    Network network = phases.network(source);
    phases.java(network);
    return phases.milliseconds;
  }

  /** The Java of one network with an optimizer. */
  static JavaSource java(SourceFile source) {
    Phases phases = new Phases();
    return phases.java(phases.network(source));
  }

  private Network network(SourceFile source) {
    File file = timed(Phase.PARSE, () -> new Parser().parse(source).file());
    Resolution resolved = Resolver.resolve(ImportedFiles.only(file), Library.standard());
    List<Network> networks =
        timed(Phase.ELABORATE, () -> Elaborator.elaborate(resolved.program(), Map.of()).networks());
    timed(Phase.LINT, () -> Lints.check(new Subject(resolved.program(), networks)));
    return networks.get(0);
  }

  private JavaSource java(Network network) {
    Graph training =
        timed(
            Phase.DIFFERENTIATE,
            () -> TrainingGraph.of(network, TrainingGraph.InputGradients.NONE));
    List<Graph> graphs =
        List.of(
            network.inference(),
            network.evaluation().orElseThrow(),
            training,
            network.optimizer().orElseThrow().update());
    List<Graph> simplified =
        timed(Phase.SIMPLIFY, () -> graphs.stream().map(Scans::simplify).toList());
    List<Schedule> fused = timed(
            Phase.FUSE,
            () -> simplified.stream().map(Recomputation::of).map(Fuser::fuse).toList());
    List<Plan> plans = timed(Phase.PLAN, () -> fused.stream().map(Planner::plan).toList());
    Programs programs =
        new Programs(
            plans.get(0),
            Optional.of(plans.get(1)),
            Optional.of(plans.get(2)),
            Optional.of(plans.get(3)),
            Optional.empty(),
            Map.of());
    return timed(Phase.GENERATE, () -> Emitter.emit(network, programs));
  }

  private <T> T timed(Phase phase, Supplier<T> work) {
    long start = time();
    T result = work.get();
    milliseconds.put(phase, (time() - start) / 1e6);
    return result;
  }

  private static long time() {
    return CPU ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() : System.nanoTime();
  }
}
