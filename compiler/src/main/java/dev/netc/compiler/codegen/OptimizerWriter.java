package dev.netc.compiler.codegen;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** Writes the optimizer's part of a trainer: its numbers, its state, and the step. */
final class OptimizerWriter {
  private final List<Network.Hyperparameter> numbers;
  private final List<Network.Part> parts;
  private final List<Network.StatePart> states;
  private final Optional<Plan> update;
  private final Layout layout;
  private final TypeSpec.Builder type;
  private final ProgramWriter program;
  private final boolean asksAgain;
  private final String name;

  OptimizerWriter(
      Network network,
      Optional<Plan> update,
      Layout layout,
      TypeSpec.Builder type,
      ProgramWriter program) {
    this.numbers = network.optimizer().map(Network.Optimizer::hyperparameters).orElse(List.of());
    this.parts = network.optimizer().map(Network.Optimizer::parts).orElse(List.of());
    this.states = network.optimizer().map(Network.Optimizer::states).orElse(List.of());
    this.asksAgain = network.optimizer().map(Network.Optimizer::asksAgain).orElse(false);
    this.name = network.optimizer().map(Network.Optimizer::name).orElse("");
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
    program.setting(Network.Optimizer.LOSS, numbers.size() + 1);
    program.setting(Network.Optimizer.UPSTREAM, 0);
    for (ElementType element : settingTypes(plan)) {
      String field = program.fields().allocate(Layout.field(Op.Role.HYPERPARAMETER, element));
      type.addField(
          FieldSpec.builder(RuntimeTypes.array(element), field, Modifier.PRIVATE, Modifier.FINAL)
              .initializer(
                  "new $T[$L]",
                  RuntimeTypes.element(element),
                  element == ElementType.BOOL ? 1 : numbers.size() + (asksAgain ? 2 : 1))
              .build());
    }
    type.addField(FieldSpec.builder(TypeName.LONG, "steps", Modifier.PRIVATE).build());
    ElementType element = parameterElement(plan);
    addRanges(element);
    Map<String, List<Network.StatePart>> arrays =
        states.stream().collect(groupingBy(Network.StatePart::array, LinkedHashMap::new, toList()));
    arrays.values().forEach(array -> addStates(array, element, construction));
    program.addUpdate(plan);
  }

  /** The parts of parameters and gradients, which are all of them if there is one only. */
  private void addRanges(ElementType element) {
    long all = layout.parameterElements().getOrDefault(element, 0L);
    String weights = Layout.field(Op.Role.PARAMETER, element);
    String gradients = Layout.field(Op.Role.GRADIENT, element);
    program.range(
        Op.Role.GRADIENT, Network.Optimizer.ALL_GRADIENTS, ArrayReference.whole(gradients));
    for (Network.Part part : parts) {
      program.range(Op.Role.PARAMETER, part.name(), range(weights, part.start(), part.end(), all));
      program.range(Op.Role.GRADIENT, part.name(), range(gradients, part.start(), part.end(), all));
    }
  }

  /** Adds the array of states that a body declares under one name. */
  private void addStates(
      List<Network.StatePart> array, ElementType element, CodeBlock.Builder construction) {
    String field = program.fields().allocate(JavaNames.variable(array.get(0).array()));
    long all = array.get(array.size() - 1).end();
    type.addField(
        FieldSpec.builder(RuntimeTypes.array(element), field, Modifier.PRIVATE, Modifier.FINAL)
            .initializer("new $T[$L]", RuntimeTypes.element(element), all)
            .build());
    for (Network.StatePart state : array) {
      ArrayReference place = range(field, state.start(), state.end(), all);
      program.range(Op.Role.STATE, state.name(), place);
      String initial = Literals.of(element, state.initial()).code();
      if (state.initial() != 0 && place.offset().isEmpty()) {
        construction.addStatement("$T.fill($L, $L)", Arrays.class, field, initial);
      } else if (state.initial() != 0) {
        construction.addStatement(
            "$T.fill($L, $L, $L, $L)", Arrays.class, field, state.start(), state.end(), initial);
      }
    }
  }

  private static ArrayReference range(String field, long start, long end, long all) {
    return start == 0 && end == all
        ? ArrayReference.whole(field)
        : ArrayReference.part(field, start);
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
    if (asksAgain) {
      addStepsInRounds();
    } else {
      type.addMethod(step());
    }
    type.addMethod(
        Overrides.of("hyperparameters", RuntimeTypes.STRINGS)
            .addStatement("return HYPERPARAMETERS")
            .build());
    type.addMethod(
        Overrides.of("hyperparameter", TypeName.DOUBLE)
            .addParameter(String.class, "name")
            .addStatement("return hyperparameters[position(name)]")
            .build());
    type.addMethod(
        Overrides.of("setHyperparameter", TypeName.VOID)
            .addParameter(String.class, "name")
            .addParameter(TypeName.DOUBLE, "value")
            .addStatement("hyperparameters[position(name)] = value")
            .build());
    type.addMethod(position());
  }

  void addState(TrainerStateWriter state) {
    if (!numbers.isEmpty()) {
      state.numbers("optimizer.param_groups.", "hyperparameters");
    }
    if (update.isPresent()) {
      state.field("count", "optimizer.step", "steps");
    }
  }

  /** Whether {@code step()} is all that a step takes. */
  boolean stepsByItself() {
    return update.isPresent() && !asksAgain;
  }

  private static MethodSpec position() {
    return MethodSpec.methodBuilder("position")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(TypeName.INT)
        .addParameter(String.class, "name")
        .addStatement("int position = HYPERPARAMETERS.indexOf(name)")
        .beginControlFlow("if (position < 0)")
        .addStatement(
            "throw new $T($S + name + $S + HYPERPARAMETERS + $S)",
            IllegalArgumentException.class,
            "the optimizer has no number ",
            " to change, it has ",
            "; a number that is 0 in the network is left out of its steps, unless it is given"
                + " another value there")
        .endControlFlow()
        .addStatement("return position")
        .build();
  }

  private MethodSpec step() {
    MethodSpec.Builder step = Overrides.of("step", TypeName.VOID);
    if (update.isEmpty()) {
      return step.addStatement(
              "throw new $T($S)",
              UnsupportedOperationException.class,
              "the network declares no optimizer")
          .build();
    }
    return step.addStatement("steps++").addCode(settings()).addStatement("runUpdate()").build();
  }

  /** An optimizer that asks for the loss again: a step is one round, or as many as it wants. */
  private void addStepsInRounds() {
    type.addMethod(
        Overrides.of("step", TypeName.VOID)
            .addStatement(
                "throw new $T($S)",
                IllegalStateException.class,
                name
                    + " asks for loss and gradients at parameters that it tries:"
                    + " call step(closure), or train")
            .build());
    type.addMethod(
        Overrides.of("step", TypeName.FLOAT)
            .addParameter(RuntimeTypes.CLOSURE, "closure")
            .addStatement("steps++")
            .addStatement("float first = closure.evaluate()")
            .addStatement("float loss = first")
            .beginControlFlow("while (asksAgain(loss))")
            .addStatement("loss = closure.evaluate()")
            .endControlFlow()
            .addStatement("return first")
            .build());
    type.addMethod(
        Overrides.of("train", TypeName.FLOAT)
            .addParameter(RuntimeTypes.TENSORS, "inputs")
            .addParameter(RuntimeTypes.TENSORS, "targets")
            .beginControlFlow("return step(() ->")
            .addStatement("zeroGrad()")
            .addStatement("forward(inputs)")
            .addStatement("float loss = loss(targets)")
            .addStatement("backward()")
            .addStatement("return loss")
            .endControlFlow(")")
            .build());
    Plan plan = update.orElseThrow();
    Value again = plan.graph().outputs(Graph.Result.AGAIN).get(0).value();
    ArrayReference place = program.place(plan, again);
    type.addMethod(
        MethodSpec.methodBuilder("asksAgain")
            .addJavadoc(
                "One round of a step: moves the parameters, and says if that is not the end.")
            .addModifiers(Modifier.PRIVATE)
            .returns(TypeName.BOOLEAN)
            .addParameter(TypeName.FLOAT, "loss")
            .addCode(settings())
            .addStatement("runUpdate()")
            .addStatement("return $L[$L]", place.field(), place.start())
            .build());
  }

  /** Hands the numbers, the step and the loss to the kernels, as far as they read them. */
  private CodeBlock settings() {
    CodeBlock.Builder code = CodeBlock.builder();
    List<CodeBlock> copies = new ArrayList<>();
    for (Value value : update.get().graph().inputs()) {
      Op.Input input = (Op.Input) value.op();
      if (input.role() == Op.Role.HYPERPARAMETER) {
        ArrayReference place = program.place(update.get(), value);
        ElementType element = value.type().element();
        int position = (int) place.start();
        String source =
            switch (input.name()) {
              case "step" -> "steps";
              case Network.Optimizer.LOSS -> "loss";
              case Network.Optimizer.UPSTREAM -> "upstreamGiven";
              default -> "hyperparameters[" + position + "]";
            };
        boolean same = element == ElementType.DOUBLE || element == ElementType.BOOL;
        String cast = same ? "" : "(" + element.java() + ") ";
        copies.add(CodeBlock.of("$L[$L] = $L$L", place.field(), position, cast, source));
      }
    }
    copies.forEach(code::addStatement);
    return code.build();
  }
}
