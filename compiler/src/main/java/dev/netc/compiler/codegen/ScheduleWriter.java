package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Network.Schedule;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes a trainer's schedule: what it remembers, and the methods that start it and take its steps.
 */
final class ScheduleWriter {
  private final Schedule schedule;
  private final Graph next;
  private final List<String> numbers;
  private final TypeSpec.Builder type;
  private final Map<String, String> stateFields = new LinkedHashMap<>();
  private final boolean followsMetric;

  /**
   * @param next the schedule's graph, simplified
   * @param fields the names of the trainer's fields
   */
  ScheduleWriter(Network.Optimizer optimizer, Graph next, TypeSpec.Builder type, JavaNames fields) {
    this.schedule = optimizer.schedule().orElseThrow();
    this.next = next;
    this.numbers = optimizer.hyperparameters().stream().map(Network.Hyperparameter::name).toList();
    this.type = type;
    this.followsMetric = schedule.followsMetric();
    for (Network.State state : schedule.states()) {
      stateFields.put(
          state.name(), fields.allocate(JavaNames.variable(state.name().replace('_', ' '))));
    }
  }

  void addFields(CodeBlock.Builder construction) {
    type.addField(
        FieldSpec.builder(
                ArrayTypeName.of(TypeName.DOUBLE),
                "initialHyperparameters",
                Modifier.PRIVATE,
                Modifier.FINAL)
            .initializer("new double[$L]", numbers.size())
            .build());
    type.addField(FieldSpec.builder(TypeName.LONG, "scheduleSteps", Modifier.PRIVATE).build());
    stateFields.values().forEach(field -> type.addField(TypeName.DOUBLE, field, Modifier.PRIVATE));
    construction.addStatement("startSchedule()");
  }

  void addMethods() {
    MethodSpec.Builder start =
        Overrides.of("startSchedule")
            .addStatement(
                "System.arraycopy(hyperparameters, 0, initialHyperparameters, 0, $L)",
                numbers.size())
            .addStatement("scheduleSteps = 0");
    for (Network.State state : schedule.states()) {
      start.addStatement(
          "$L = $L",
          requireNonNull(stateFields.get(state.name())),
          Literals.of(ElementType.DOUBLE, state.initial()).code());
    }
    type.addMethod(
        start.addStatement(followsMetric ? "follow(0, Double.NaN)" : "follow(0)").build());
    if (followsMetric) {
      type.addMethod(
          Overrides.of("stepSchedule")
              .addStatement(
                  "throw new $T($S)",
                  IllegalStateException.class,
                  "the schedule follows a number: call stepSchedule(metric)")
              .build());
      type.addMethod(
          Overrides.of("stepSchedule")
              .addParameter(TypeName.DOUBLE, "metric")
              .addStatement("scheduleSteps++")
              .addStatement("follow(scheduleSteps, metric)")
              .build());
    } else {
      type.addMethod(
          Overrides.of("stepSchedule")
              .addStatement("scheduleSteps++")
              .addStatement("follow(scheduleSteps)")
              .build());
    }
    type.addMethod(follow());
  }

  void addState(TrainerStateWriter state) {
    state.numbers("lr_scheduler.initial.", "initialHyperparameters");
    state.field("count", "lr_scheduler.last_epoch", "scheduleSteps");
    stateFields.forEach((name, field) -> state.field("number", "lr_scheduler." + name, field));
  }

  private MethodSpec follow() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("follow")
            .addJavadoc("$L", "The numbers at a step of " + Javadocs.escape(schedule.text()) + ".")
            .addModifiers(Modifier.PRIVATE)
            .addParameter(TypeName.DOUBLE, "step");
    if (followsMetric) {
      method.addParameter(TypeName.DOUBLE, "metric");
    }
    CodeBlock.Builder code = CodeBlock.builder();
    NumberWriter writer = new NumberWriter(code, next);
    for (Value value : next.inputs()) {
      Op.Input input = (Op.Input) value.op();
      writer.input(value, source(input));
    }
    List<CodeBlock> results = new ArrayList<>();
    for (Graph.Output output : next.outputs()) {
      results.add(CodeBlock.of("$L = $L", target(output), writer.write(output.value()).code()));
    }
    results.forEach(code::addStatement);
    return method.addCode(code.build()).build();
  }

  /** Where an input is read; a parameter of the method needs no variable. */
  private String source(Op.Input input) {
    if (input.role() == Op.Role.STATE) {
      return "this." + requireNonNull(stateFields.get(input.name()));
    }
    for (int i = 0; i < numbers.size(); i++) {
      if (input.name().equals(numbers.get(i))) {
        return "hyperparameters[" + i + "]";
      } else if (input.name().equals(Schedule.initial(numbers.get(i)))) {
        return "initialHyperparameters[" + i + "]";
      }
    }
    return input.name();
  }

  private String target(Graph.Output output) {
    return output.kind() == Graph.Result.STATE
        ? "this." + requireNonNull(stateFields.get(output.name()))
        : "hyperparameters[" + numbers.indexOf(output.name()) + "]";
  }
}
