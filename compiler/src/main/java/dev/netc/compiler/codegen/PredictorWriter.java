package dev.netc.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.memory.Plan;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the nested class {@code Predictor}. */
final class PredictorWriter {
  private PredictorWriter() {}

  static TypeSpec write(
      Network network, Plan plan, ClassName net, Layout layout, KernelLibrary kernels) {
    TypeSpec.Builder type =
        ProgramClasses.start(
            "Predictor",
            RuntimeTypes.PREDICTOR,
            "Runs the network as in inference, in a work space of its own. Not thread-safe.");
    JavaNames fields = JavaNames.without("inputs");
    CodeBlock assignments = ProgramClasses.addModelArrays(type, layout, fields);
    ProgramClasses.addOutputs(type, fields);
    ProgramWriter program = new ProgramWriter(type, layout, kernels, fields);
    CodeBlock nextKey = RandomKey.addTo(type, plan, fields);
    plan.slices().ifPresent(slices -> SliceWriter.addFields(type, slices, fields));
    program.add(plan);
    type.addMethod(ProgramClasses.constructor(net, assignments));
    Map<String, Intake> borrowed = BorrowedInputs.addTo(type, program, plan);
    PortGroup inputs =
        new PortGroup(ProgramClasses.inputs(program, plan, network.inputs(), borrowed), Set.of());
    PortGroup.Around around =
        new PortGroup.Around(
            CodeBlock.of(""),
            ProgramClasses.resize(program.freeNames()),
            CodeBlock.builder()
                .add(nextKey)
                .add(ProgramClasses.runForward(network))
                .add(ProgramClasses.returnOutputs(network.outputs()))
                .build(),
            ProgramClasses.outputType(network.outputs()));
    inputs.addTo(
        type,
        "forward",
        "The network's output, in this predictor's work space until the next call.",
        around);
    type.addMethod(predict(network));
    plan.slices()
        .ifPresentOrElse(
            slices -> SliceWriter.addPhase(type, program, plan, slices, "runForward"),
            () -> program.addPhase(plan, Phase.FORWARD, "runForward"));
    program.addRun();
    program.addProfile(plan);
    program.addResize(ProgramClasses.wrapOutputs(program, plan, network.outputs()));
    return type.build();
  }

  private static MethodSpec predict(Network network) {
    int count = network.inputs().size();
    return Overrides.of("predict", RuntimeTypes.TENSORS)
        .addParameter(RuntimeTypes.TENSORS, "inputs")
        .addCode(ProgramClasses.checkCount("inputs", "inputs", count))
        .addStatement(ProgramClasses.spread("forward", List.of("inputs"), List.of(count)))
        .addStatement("return outputs")
        .build();
  }
}
