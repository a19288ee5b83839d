package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.memory.Place;
import dev.netc.compiler.memory.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Writes a trainer's gradients: their arrays, how they are set to zero, and a whole step, in which
 * the large ones need not be zero before, as products and convolutions replace them.
 */
final class GradientsWriter {
  /** A few more elements are cleared rather than more ranges than this. */
  private static final int MOST_RANGES = 16;

  private final Network network;
  private final Plan plan;
  private final Layout layout;
  private final TypeSpec.Builder type;

  private record Range(long from, long to) {}

  GradientsWriter(Network network, Plan plan, Layout layout, TypeSpec.Builder type) {
    this.network = network;
    this.plan = plan;
    this.layout = layout;
    this.type = type;
  }

  void addFields(CodeBlock.Builder construction, JavaNames fields) {
    layout
        .parameterElements()
        .forEach(
            (element, count) -> {
              String field = fields.allocate(Layout.field(Op.Role.GRADIENT, element));
              type.addField(
                  FieldSpec.builder(
                          RuntimeTypes.array(element), field, Modifier.PRIVATE, Modifier.FINAL)
                      .initializer("new $T[$L]", RuntimeTypes.element(element), count)
                      .build());
            });
    type.addField(
        FieldSpec.builder(RuntimeTypes.PARAMETERS, "gradientList", Modifier.PRIVATE, Modifier.FINAL)
            .build());
    construction.addStatement("gradientList = $L", ParameterLists.create(Op.Role.GRADIENT));
    if (plan.schedule().steps().stream().anyMatch(step -> RoutineWriter.gathers(step.kernel()))) {
      // Whether backward adds to the gradients or finds nothing there.
      type.addField(
          FieldSpec.builder(TypeName.BOOLEAN, KernelNames.GATHERS, Modifier.PRIVATE)
              .initializer("true")
              .build());
    }
  }

  /**
   * @param besides what else is to be done when gradients are set to zero
   */
  void addMethods(CodeBlock besides) {
    MethodSpec.Builder zero = Overrides.of("zeroGrad", TypeName.VOID);
    for (ElementType element : layout.parameterElements().keySet()) {
      zero.addStatement("$T.fill($L, 0)", Arrays.class, Layout.field(Op.Role.GRADIENT, element));
    }
    type.addMethod(zero.addCode(besides).build());
    type.addMethod(
        Overrides.of("gradients", RuntimeTypes.PARAMETERS)
            .addStatement("return gradientList")
            .build());
    ParameterLists.add(type, layout, Op.Role.GRADIENT, TrainerWriter.parameterTensors(network));
  }

  /** Adds a step that comes to the same as the interface's, with less to clear and to read. */
  void addTrain(CodeBlock besides) {
    Set<String> replaced = replaced();
    if (replaced.isEmpty()) {
      return;
    }
    MethodSpec.Builder train =
        Overrides.of("train", TypeName.FLOAT)
            .addParameter(RuntimeTypes.TENSORS, "inputs")
            .addParameter(RuntimeTypes.TENSORS, "targets")
            .addStatement("forward(inputs)")
            .addStatement("float loss = loss(targets)");
    for (ElementType element : layout.parameterElements().keySet()) {
      for (Range range : cleared(element, replaced)) {
        train.addStatement(
            "$T.fill($L, $L, $L, 0)",
            Arrays.class,
            Layout.field(Op.Role.GRADIENT, element),
            range.from,
            range.to);
      }
    }
    type.addMethod(
        train
            .addCode(besides)
            .addComment("Products and convolutions replace the gradients that are not cleared.")
            .addStatement("$L = false", KernelNames.GATHERS)
            .beginControlFlow("try")
            .addStatement("backward()")
            .nextControlFlow("finally")
            .addStatement("$L = true", KernelNames.GATHERS)
            .endControlFlow()
            .addStatement("step()")
            .addStatement("return loss")
            .build());
  }

  /** The parameters whose gradients a routine writes that can also replace them. */
  private Set<String> replaced() {
    return plan.steps(Phase.BACKWARD).stream()
        .filter(step -> RoutineWriter.gathers(step.kernel()))
        .flatMap(step -> step.kernel().results().stream())
        .map(plan::place)
        .filter(Place.InArray.class::isInstance)
        .map(place -> ((Place.InArray) place).name())
        .collect(Collectors.toSet());
  }

  /** Where all the others lie. */
  private List<Range> cleared(ElementType element, Set<String> replaced) {
    List<Range> ranges = new ArrayList<>();
    network.parameters().stream()
        .filter(parameter -> parameter.type().element() == element)
        .filter(parameter -> !replaced.contains(parameter.path()))
        .map(
            parameter -> {
              long start = layout.of(Op.Role.GRADIENT, parameter.path()).start();
              return new Range(start, start + parameter.type().shape().elements().constant());
            })
        .sorted((one, other) -> Long.compare(one.from, other.from))
        .forEach(ranges::add);
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < ranges.size(); i++) {
      gaps.add(ranges.get(i).from - ranges.get(i - 1).to);
    }
    gaps.sort(null);
    int joined = Math.max(0, gaps.size() - MOST_RANGES + 1);
    return joined(ranges, joined == 0 ? 0 : gaps.get(joined - 1));
  }

  /** The ranges, less the gaps up to a width. */
  private static List<Range> joined(List<Range> ranges, long gap) {
    List<Range> joined = new ArrayList<>();
    for (Range range : ranges) {
      int last = joined.size() - 1;
      if (last >= 0 && range.from - joined.get(last).to <= gap) {
        joined.set(last, new Range(joined.get(last).from, range.to));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }
}
