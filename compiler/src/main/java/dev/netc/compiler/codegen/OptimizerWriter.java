package dev.netc.compiler.codegen;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** Writes the optimizer's part of a trainer: its numbers, its state, and the step. */
final class OptimizerWriter {
  private final List<Network.Hyperparameter> numbers;
  private final List<Network.State> states;
  private final Optional<Plan> update;
  private final Layout layout;
  private final TypeSpec.Builder type;
  private final ProgramWriter program;

  OptimizerWriter(
      Network network,
      Optional<Plan> update,
      Layout layout,
      TypeSpec.Builder type,
      ProgramWriter program) {
    this.numbers = network.optimizer().map(Network.Optimizer::hyperparameters).orElse(List.of());
    this.states = network.optimizer().map(Network.Optimizer::states).orElse(List.of());
    this.update = update;
    this.layout = layout;
    this.type = type;
    this.program = program;
  }

  void addFields(CodeBlock.Builder construction) {
    String values =
        String.join(
            ", ",
            numbers.stream()
                .map(number -> Literals.of(ElementType.DOUBLE, number.value()).code())
                .toList());
    type.addField(
        FieldSpec.builder(
                RuntimeTypes.STRINGS,
                "HYPERPARAMETERS",
                Modifier.PRIVATE,
                Modifier.STATIC,
                Modifier.FINAL)
            .initializer("$T.of($L)", List.class, names())
            .build());
    type.addField(
        FieldSpec.builder(
                ArrayTypeName.of(TypeName.DOUBLE),
                "hyperparameters",
                Modifier.PRIVATE,
                Modifier.FINAL)
            .initializer("{$L}", values)
            .build());
    program.fields().allocate("hyperparameters");
    program.fields().allocate("steps");
    update.ifPresent(plan -> addUpdateFields(plan, construction));
  }

  private CodeBlock names() {
    return CodeBlock.join(
        numbers.stream().map(number -> CodeBlock.of("$S", number.name())).toList(), ", ");
  }

  private void addUpdateFields(Plan plan, CodeBlock.Builder construction) {
    for (int i = 0; i < numbers.size(); i++) {
      program.setting(numbers.get(i).name(), i);
    }
    program.setting("step", numbers.size());
    for (ElementType element : settingTypes(plan)) {
      String field = program.fields().allocate(Layout.field(Op.Role.HYPERPARAMETER, element));
      type.addField(
          FieldSpec.builder(RuntimeTypes.array(element), field, Modifier.PRIVATE, Modifier.FINAL)
              .initializer("new $T[$L]", RuntimeTypes.element(element), numbers.size() + 1)
              .build());
    }
    type.addField(FieldSpec.builder(TypeName.LONG, "steps", Modifier.PRIVATE).build());
    ElementType element = parameterElement(plan);
    for (Network.State state : states) {
      String field = program.fields().allocate(JavaNames.variable(state.name()));
      program.state(state.name(), field);
      type.addField(
          FieldSpec.builder(RuntimeTypes.array(element), field, Modifier.PRIVATE, Modifier.FINAL)
              .initializer(
                  "new $T[$L]",
                  RuntimeTypes.element(element),
                  layout.parameterElements().getOrDefault(element, 0L))
              .build());
      if (state.initial() != 0) {
        construction.addStatement(
            "$T.fill($L, $L)", Arrays.class, field, Literals.of(element, state.initial()).code());
      }
    }
    program.addUpdate(plan);
  }

  private static List<ElementType> settingTypes(Plan plan) {
    return plan.graph().inputs().stream()
        .filter(value -> ((Op.Input) value.op()).role() == Op.Role.HYPERPARAMETER)
        .map(value -> value.type().element())
        .distinct()
        .sorted()
        .toList();
  }

  private static ElementType parameterElement(Plan plan) {
    return plan.graph().inputs().stream()
        .filter(value -> ((Op.Input) value.op()).role() == Op.Role.PARAMETER)
        .map(value -> value.type().element())
        .findFirst()
        .orElse(ElementType.FLOAT);
  }

  void addMethods() {
    type.addMethod(step());
    type.addMethod(
        override("hyperparameters", RuntimeTypes.STRINGS)
            .addStatement("return HYPERPARAMETERS")
            .build());
    type.addMethod(
        override("hyperparameter", TypeName.DOUBLE)
            .addParameter(String.class, "name")
            .addStatement("return hyperparameters[position(name)]")
            .build());
    type.addMethod(
        override("setHyperparameter", TypeName.VOID)
            .addParameter(String.class, "name")
            .addParameter(TypeName.DOUBLE, "value")
            .addStatement("hyperparameters[position(name)] = value")
            .build());
    type.addMethod(position());
  }

  private static MethodSpec.Builder override(String name, TypeName returns) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(returns);
  }

  private static MethodSpec position() {
    return MethodSpec.methodBuilder("position")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(TypeName.INT)
        .addParameter(String.class, "name")
        .addStatement("int position = HYPERPARAMETERS.indexOf(name)")
        .beginControlFlow("if (position < 0)")
        .addStatement(
            "throw new $T($S + name + $S + HYPERPARAMETERS)",
            IllegalArgumentException.class,
            "the optimizer has no number ",
            ", it has ")
        .endControlFlow()
        .addStatement("return position")
        .build();
  }

  private MethodSpec step() {
    MethodSpec.Builder step = override("step", TypeName.VOID);
    if (update.isEmpty()) {
      return step.addStatement(
              "throw new $T($S)",
              UnsupportedOperationException.class,
              "the network declares no optimizer")
          .build();
    }
    step.addStatement("steps++");
    List<CodeBlock> copies = new ArrayList<>();
    for (Value value : update.get().graph().inputs()) {
      Op.Input input = (Op.Input) value.op();
      if (input.role() == Op.Role.HYPERPARAMETER) {
        ArrayReference place = program.place(update.get(), value);
        ElementType element = value.type().element();
        int position = (int) place.start();
        String source = position == numbers.size() ? "steps" : "hyperparameters[" + position + "]";
        String cast = element == ElementType.DOUBLE ? "" : "(" + element.java() + ") ";
        copies.add(CodeBlock.of("$L[$L] = $L$L", place.field(), position, cast, source));
      }
    }
    copies.forEach(step::addStatement);
    return step.addStatement("runUpdate()").build();
  }
}
