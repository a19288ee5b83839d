package dev.netc.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.memory.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/** Writes the nested class {@code Trainer}. */
final class TrainerWriter {
  private final Network network;
  private final Plan plan;
  private final Optional<Plan> update;
  private final Optional<Graph> schedules;
  private final Layout layout;
  private final TypeSpec.Builder type;
  private final ProgramWriter program;
  private final GradientsWriter gradients;
  private final CodeBlock.Builder construction = CodeBlock.builder();

  private TrainerWriter(Network network, Programs programs, Layout layout, KernelLibrary kernels) {
    this.network = network;
    this.plan = programs.training().orElseThrow();
    this.update = programs.update();
    this.schedules = programs.schedule();
    this.layout = layout;
    this.type =
        ProgramClasses.start(
            "Trainer",
            RuntimeTypes.TRAINER,
            "Trains the network, with gradients, optimizer state and a work space of its own. Not"
                + " thread-safe.");
    JavaNames fields =
        JavaNames.without(
            "stage",
            "upstreamGiven",
            "net",
            "scheduleSteps",
            "initialHyperparameters",
            "gradientList",
            "inputGradients",
            KernelNames.GATHERS,
            "inputs",
            "targets",
            "upstream");
    construction.addStatement("this.net = net");
    construction.add(ProgramClasses.addModelArrays(type, layout, fields));
    ProgramClasses.addOutputs(type, fields);
    this.program = new ProgramWriter(type, layout, kernels, fields);
    this.gradients = new GradientsWriter(network, plan, layout, type);
  }

  static TypeSpec write(
      Network network, Programs programs, ClassName net, Layout layout, KernelLibrary kernels) {
    TrainerWriter writer = new TrainerWriter(network, programs, layout, kernels);
    return writer.write(net);
  }

  private TypeSpec write(ClassName net) {
    addFields();
    CodeBlock nextKey = RandomKey.addTo(type, plan, program.fields());
    boolean averages = plan.graph().input(Op.Role.HYPERPARAMETER, Network.AVERAGING).isPresent();
    if (averages) {
      addAveraging();
    }
    program.add(plan);
    InputGradientWriter inputGradients = new InputGradientWriter(network, plan, type, program);
    OptimizerWriter optimizer = new OptimizerWriter(network, update, layout, type, program);
    optimizer.addFields(construction);
    Optional<ScheduleWriter> schedule =
        schedules.map(
            next ->
                new ScheduleWriter(
                    network.optimizer().orElseThrow(), next, type, program.fields()));
    schedule.ifPresent(writer -> writer.addFields(construction));
    type.addField(net, "net", Modifier.PRIVATE, Modifier.FINAL);
    type.addMethod(ProgramClasses.constructor(net, construction.build()));
    addForward(nextKey);
    addLoss();
    addBackward();
    CodeBlock cleared =
        CodeBlock.builder().add(upstreamGiven(false)).add(inputGradients.cleared()).build();
    gradients.addMethods(cleared);
    if (optimizer.stepsByItself() && !losses().isEmpty()) {
      gradients.addTrain(cleared);
    }
    inputGradients.addMethod();
    optimizer.addMethods();
    schedule.ifPresent(ScheduleWriter::addMethods);
    addState(optimizer, schedule, nextKey);
    program.addPhase(plan, Phase.FORWARD, "runForward");
    program.addPhase(plan, Phase.LOSS, "runLoss");
    program.addPhase(plan, Phase.BACKWARD, "runBackward");
    program.addPhase(plan, Phase.BACKWARD_FROM_UPSTREAM, "runBackwardFromUpstream");
    update.ifPresent(step -> program.addPhase(step, Phase.FORWARD, "runUpdate"));
    program.addRun();
    program.addProfile(plan);
    program.addResize(
        CodeBlock.builder()
            .add(ProgramClasses.wrapOutputs(program, plan, network.outputs()))
            .add(inputGradients.resized())
            .build());
    return type.build();
  }

  /** Layers that keep statistics can make them anew. */
  private void addAveraging() {
    String field = program.fields().allocate("averagedBatches");
    type.addField(
        FieldSpec.builder(
                RuntimeTypes.array(ElementType.INT), field, Modifier.PRIVATE, Modifier.FINAL)
            .initializer("new int[1]")
            .build());
    program.averaging(ArrayReference.whole(field));
    type.addMethod(
        Overrides.of("updateBn", TypeName.VOID)
            .addParameter(
                ParameterizedTypeName.get(ClassName.get(Iterable.class), RuntimeTypes.TENSORS),
                "batches")
            .beginControlFlow("try")
            .beginControlFlow("for ($T inputs : batches)", RuntimeTypes.TENSORS)
            .addStatement("$L[0]++", field)
            .addStatement("forward(inputs)")
            .endControlFlow()
            .nextControlFlow("finally")
            .addStatement("$L[0] = 0", field)
            .endControlFlow()
            .build());
  }

  /** What is kept from step to step, by the names that it has in a checkpoint. */
  private void addState(
      OptimizerWriter optimizer, Optional<ScheduleWriter> schedule, CodeBlock nextKey) {
    TrainerStateWriter state = new TrainerStateWriter(network, layout);
    optimizer.addState(state);
    schedule.ifPresent(writer -> writer.addState(state));
    if (!nextKey.isEmpty()) {
      state.field("bits", "random.seed", "seed");
      state.field("count", "random.runs", "runs");
    }
    state.addTo(type, program);
  }

  private void addFields() {
    gradients.addFields(construction, program.fields());
    if (asksForUpstream()) {
      type.addField(TypeName.BOOLEAN, "upstreamGiven", Modifier.PRIVATE);
    }
    // What was called last: which calls may come next depends on it.
    type.addField(
        FieldSpec.builder(TypeName.INT, "stage", Modifier.PRIVATE).initializer("NEW").build());
    List<String> stages = List.of("NEW", "FORWARD", "LOSS", "BACKWARD");
    for (int i = 0; i < stages.size(); i++) {
      type.addField(
          FieldSpec.builder(
                  TypeName.INT, stages.get(i), Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
              .initializer("$L", i)
              .build());
    }
  }

  private void addForward(CodeBlock nextKey) {
    PortGroup.Around around =
        new PortGroup.Around(
            CodeBlock.of(""),
            ProgramClasses.resize(program.freeNames()),
            CodeBlock.builder()
                .add(nextKey)
                .add(ProgramClasses.runForward(network))
                .addStatement("stage = FORWARD")
                .add(ProgramClasses.returnOutputs(network.outputs()))
                .build(),
            ProgramClasses.outputType(network.outputs()));
    new PortGroup(ProgramClasses.entries(program, plan, network.inputs(), Op.Role.INPUT), Set.of())
        .addTo(
            type,
            "forward",
            "The network's output as in training, in this trainer's work space until the next"
                + " call.",
            around);
    int count = network.inputs().size();
    type.addMethod(
        Overrides.of("forward", RuntimeTypes.TENSORS)
            .addParameter(RuntimeTypes.TENSORS, "inputs")
            .addCode(ProgramClasses.checkCount("inputs", "inputs", count))
            .addStatement(ProgramClasses.spread("forward", List.of("inputs"), List.of(count)))
            .addStatement("return outputs")
            .build());
  }

  private static CodeBlock refuse(String condition, String message) {
    return CodeBlock.builder()
        .beginControlFlow("if ($L)", condition)
        .addStatement("throw new $T($S)", IllegalStateException.class, message)
        .endControlFlow()
        .build();
  }

  private static final String AGAIN =
      "backward was called for this forward already; call forward again";

  private void addLoss() {
    List<Graph.Output> losses = losses();
    MethodSpec.Builder list =
        Overrides.of("loss", TypeName.FLOAT).addParameter(RuntimeTypes.TENSORS, "targets");
    if (losses.isEmpty()) {
      type.addMethod(
          list.addStatement(
                  "throw new $T($S)",
                  UnsupportedOperationException.class,
                  "the network declares no loss")
              .build());
      return;
    }
    CodeBlock before =
        CodeBlock.builder()
            .add(refuse("stage == NEW", "call forward before loss"))
            .add(refuse("stage == BACKWARD", AGAIN))
            .build();
    CodeBlock after =
        CodeBlock.builder()
            .addStatement("runLoss()")
            .addStatement("stage = LOSS")
            .addStatement("return $L", ProgramClasses.scalar(program, plan, losses.get(0).value()))
            .build();
    int count = network.targets().size();
    if (count == 0) {
      type.addMethod(
          MethodSpec.methodBuilder("loss")
              .addJavadoc("The loss of the last forward.")
              .addModifiers(Modifier.PUBLIC)
              .returns(TypeName.FLOAT)
              .addCode(before)
              .addCode(after)
              .build());
    } else {
      Set<String> known = new TreeSet<>(ProgramClasses.freeNames(network.inputs()));
      known.retainAll(program.freeNames());
      // Sizes that only targets have are known from here on; what forward has left stays.
      CodeBlock resize =
          known.containsAll(program.freeNames())
              ? CodeBlock.of("")
              : ProgramClasses.resize(program.freeNames());
      new PortGroup(ProgramClasses.entries(program, plan, network.targets(), Op.Role.TARGET), known)
          .addTo(
              type,
              "loss",
              "The loss of the last forward against the targets.",
              new PortGroup.Around(before, resize, after, TypeName.FLOAT));
    }
    type.addMethod(
        list.addCode(ProgramClasses.checkCount("targets", "targets", count))
            .addStatement(
                "return $L", ProgramClasses.spread("loss", List.of("targets"), List.of(count)))
            .build());
  }

  private List<Graph.Output> losses() {
    return plan.graph().outputs(Graph.Result.LOSS);
  }

  /** Notes whether gradients have been given for the outputs, if the step depends on it. */
  private CodeBlock upstreamGiven(boolean given) {
    return asksForUpstream()
        ? CodeBlock.builder().addStatement("upstreamGiven = $L", given).build()
        : CodeBlock.of("");
  }

  private boolean asksForUpstream() {
    return update
        .flatMap(step -> step.graph().input(Op.Role.HYPERPARAMETER, Network.Optimizer.UPSTREAM))
        .isPresent();
  }

  private void addBackward() {
    type.addMethod(
        Overrides.of("backward", TypeName.VOID)
            .addCode(refuse("stage == NEW", "call forward and loss before backward"))
            .addCode(refuse("stage == FORWARD", "call loss before backward"))
            .addCode(refuse("stage == BACKWARD", AGAIN))
            .addStatement("runBackward()")
            .addStatement("stage = BACKWARD")
            .build());
    List<Network.Port> outputs = new ArrayList<>();
    for (Network.Port output : network.outputs()) {
      outputs.add(new Network.Port("d" + output.name(), output.type(), output.doc()));
    }
    List<PortGroup.Entry> entries = new ArrayList<>();
    List<PortGroup.Entry> plain =
        ProgramClasses.entries(program, plan, network.outputs(), Op.Role.UPSTREAM);
    for (int i = 0; i < plain.size(); i++) {
      entries.add(
          new PortGroup.Entry(outputs.get(i), plain.get(i).intake(), "gradient of an output"));
    }
    PortGroup.Around around =
        new PortGroup.Around(
            CodeBlock.builder()
                .add(refuse("stage == NEW", "call forward before backward"))
                .add(refuse("stage == BACKWARD", AGAIN))
                .build(),
            CodeBlock.of(""),
            CodeBlock.builder()
                .addStatement("runBackwardFromUpstream()")
                .add(upstreamGiven(true))
                .addStatement("stage = BACKWARD")
                .build(),
            TypeName.VOID);
    if (!entries.isEmpty()) {
      new PortGroup(entries, program.freeNames())
          .addTo(
              type,
              "backward",
              "Adds the gradients of the outputs' sum, each element weighted as given.",
              around);
    }
    type.addMethod(
        Overrides.of("backward", TypeName.VOID)
            .addParameter(RuntimeTypes.TENSORS, "upstream")
            .addCode(ProgramClasses.checkCount("upstream", "gradients", entries.size()))
            .addStatement(
                ProgramClasses.spread("backward", List.of("upstream"), List.of(entries.size())))
            .build());
  }

  static List<ParameterLists.Entry> parameterTensors(Network network) {
    return network.parameters().stream()
        .map(parameter -> new ParameterLists.Entry(parameter.path(), parameter.type()))
        .toList();
  }
}
