package dev.netc.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.memory.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the nested class {@code Evaluator}. */
final class EvaluatorWriter {
  private EvaluatorWriter() {}

  static TypeSpec write(
      Network network, Plan plan, ClassName net, Layout layout, KernelLibrary kernels) {
    TypeSpec.Builder type =
        ProgramClasses.start(
            "Evaluator",
            RuntimeTypes.EVALUATOR,
            "Runs the network as in inference and compares its outputs with targets. Not"
                + " thread-safe.");
    JavaNames fields = JavaNames.without("inputs", "targets");
    CodeBlock assignments = ProgramClasses.addModelArrays(type, layout, fields);
    ProgramClasses.addOutputs(type, fields);
    ProgramWriter program = new ProgramWriter(type, layout, kernels, fields);
    CodeBlock nextKey = RandomKey.addTo(type, plan, fields);
    program.add(plan);
    type.addMethod(ProgramClasses.constructor(net, assignments));
    List<PortGroup.Entry> entries =
        new ArrayList<>(ProgramClasses.entries(program, plan, network.inputs(), Op.Role.INPUT));
    entries.addAll(ProgramClasses.entries(program, plan, network.targets(), Op.Role.TARGET));
    PortGroup.Around around =
        new PortGroup.Around(
            CodeBlock.of(""),
            ProgramClasses.resize(program.freeNames()),
            CodeBlock.builder().add(nextKey).add(result(program, plan)).build(),
            RuntimeTypes.EVALUATION);
    new PortGroup(entries, Set.of())
        .addTo(type, "evaluate", "Loss, outputs and metrics for a batch.", around);
    type.addMethod(evaluate(network));
    program.addPhase(plan, Phase.FORWARD, "runForward");
    program.addPhase(plan, Phase.LOSS, "runLoss");
    program.addRun();
    program.addResize(ProgramClasses.wrapOutputs(program, plan, network.outputs()));
    return type.build();
  }

  private static CodeBlock result(ProgramWriter program, Plan plan) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("runForward()").addStatement("runLoss()");
    code.addStatement("$1T<String, Float> metrics = new $2T<>()", Map.class, LinkedHashMap.class);
    for (Graph.Output metric : plan.graph().outputs(Graph.Result.METRIC)) {
      code.addStatement(
          "metrics.put($S, $L)",
          metric.name(),
          ProgramClasses.scalar(program, plan, metric.value()));
    }
    CodeBlock loss =
        plan.graph().outputs(Graph.Result.LOSS).stream()
            .findFirst()
            .map(output -> ProgramClasses.scalar(program, plan, output.value()))
            .orElse(CodeBlock.of("Float.NaN"));
    code.addStatement("return new $T($L, outputs, metrics)", RuntimeTypes.EVALUATION, loss);
    return code.build();
  }

  private static MethodSpec evaluate(Network network) {
    int inputs = network.inputs().size();
    int targets = network.targets().size();
    return Overrides.of("evaluate", RuntimeTypes.EVALUATION)
        .addParameter(RuntimeTypes.TENSORS, "inputs")
        .addParameter(RuntimeTypes.TENSORS, "targets")
        .addCode(ProgramClasses.checkCount("inputs", "inputs", inputs))
        .addCode(ProgramClasses.checkCount("targets", "targets", targets))
        .addStatement(
            "return $L",
            ProgramClasses.spread(
                "evaluate", List.of("inputs", "targets"), List.of(inputs, targets)))
        .build();
  }
}
