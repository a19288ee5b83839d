package dev.netc.compiler.golden;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.golden.CaseProgram.Batch;
import dev.netc.compiler.golden.CaseProgram.Probes;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which golden cases the library and the language reach.
 *
 * @param reached those that compile
 * @param skipped the others by name, each with the reason
 */
record Reach(List<Reached> reached, Map<String, String> skipped) {
  /** Networks of the golden values, written in the language. */
  static final Path NETWORKS = Path.of("src", "test", "resources", "golden");

  /** A case with its network, as text and compiled. */
  record Reached(String name, GoldenCase golden, String program, Network network) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What gives the text of a case's network. */
  private interface Program {
    String write() throws Unreached, IOException;
  }

  /** Tries all cases of some kinds. */
  static Reach of(String... kinds) throws IOException {
    Reach reach = new Reach(new ArrayList<>(), new TreeMap<>());
    for (GoldenCase golden : GoldenCase.all(kinds)) {
      switch (golden.kind()) {
        case "layer", "function", "loss" -> reach.addCase(golden);
        case "gradient" -> reach.add(golden.name(), golden, () -> GradientProgram.write(golden));
        case "optimizer" -> reach.add(golden.name(), golden, () -> OptimizerProgram.write(golden));
        case "scheduler" -> reach.add(golden.name(), golden, () -> SchedulerProgram.write(golden));
        case "network" -> reach.add(golden.name(), golden, () -> network(golden));
        case "init" -> reach.add(golden.name(), golden, () -> InitProgram.write(golden));
        default -> reach.add(golden.name(), golden, () -> undeclared(golden));
      }
    }
    return reach;
  }

  private void addCase(GoldenCase golden) throws IOException {
    for (Batch batch : Batch.values()) {
      String name = batch.name(golden);
      boolean asked = batch == Batch.FIXED || CaseProgram.hasBatch(golden);
      if (asked && !skipped.containsKey(golden.name())) {
        add(name, golden, () -> CaseProgram.write(golden, batch, Probes.NONE));
      }
    }
  }

  private void add(String name, GoldenCase golden, Program program) throws IOException {
    try {
      String text = program.write();
      reached.add(new Reached(name, golden, text, EvaluationMode.asIn(golden, compile(text))));
    } catch (Unreached e) {
      skipped.put(name, e.getMessage());
    }
  }

  private static String network(GoldenCase golden) throws Unreached, IOException {
    Path file = NETWORKS.resolve(golden.id() + ".net");
    if (!Files.exists(file)) {
      throw new Unreached("not written in the language yet");
    }
    return Files.readString(file);
  }

  private static String undeclared(GoldenCase golden) throws Unreached {
    Declared.need(golden.constructor().orElse(golden.id()), FunctionKind.FN);
    throw new Unreached("the tests do not run a " + golden.kind() + " yet");
  }

  /** The only network of a program. */
  static Network compile(String program) throws Unreached {
    Analysis analysis =
        new Compiler(CompilerOptions.DEFAULT).analyze(new SourceFile("golden.net", program));
    if (!analysis.errors().isEmpty()) {
      throw new Unreached(analysis.diagnostics().get(0).message());
    }
    return analysis.networks().get(0);
  }
}
