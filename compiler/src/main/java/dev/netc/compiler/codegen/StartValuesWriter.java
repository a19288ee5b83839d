package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Start;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Plan;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Writes the nested class that computes start values by programs of the network's own. Tensors
 * whose start is computed alike share a program, run with another key for each.
 */
final class StartValuesWriter {
  private static final String NAME = "StartValues";
  private static final int STARTS_PER_METHOD = 50;

  private final ClassName net;
  private final Layout layout;
  private final Map<Start.Computed, Plan> plans;
  private final TypeSpec.Builder type;
  private final ProgramWriter program;
  private final CodeBlock assignments;
  private final Map<String, Computation> parameters = new LinkedHashMap<>();
  private final Map<String, Computation> buffers = new LinkedHashMap<>();
  private final IdentityHashMap<Plan, String> methods = new IdentityHashMap<>();

  private record Computation(ArrayReference to, TensorType type, Plan plan, int stream) {}

  StartValuesWriter(
      ClassName net, Layout layout, KernelLibrary kernels, Map<Start.Computed, Plan> plans) {
    this.net = net;
    this.layout = layout;
    this.plans = plans;
    this.type =
        TypeSpec.classBuilder(NAME)
            .addJavadoc("Computes what parameters start from, in a work space of its own.")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addSuperinterface(RuntimeTypes.PARALLEL_BODY);
    JavaNames fields = JavaNames.without("seed", RandomKey.FIELD);
    this.assignments = ProgramClasses.addModelArrays(type, layout, fields);
    this.program = new ProgramWriter(type, layout, kernels, fields);
  }

  /** One tensor that starts from what a program gives. */
  void add(Op.Role role, String path, TensorType tensor, Start.Computed start, int stream) {
    Plan plan = requireNonNull(plans.get(start));
    (role == Op.Role.BUFFER ? buffers : parameters)
        .put(path, new Computation(layout.of(role, path), tensor, plan, stream));
    if (!methods.containsKey(plan)) {
      program.add(plan);
      String method = "compute" + (methods.size() + 1);
      methods.put(plan, method);
      program.addPhase(plan, Phase.FORWARD, method);
    }
  }

  /** Adds the class to the network's, and to its constructor the statement that computes all. */
  void addTo(TypeSpec.Builder network, MethodSpec.Builder constructor) {
    if (methods.isEmpty()) {
      return;
    }
    type.addField(
        FieldSpec.builder(
                RuntimeTypes.array(ElementType.INT),
                RandomKey.FIELD,
                Modifier.PRIVATE,
                Modifier.FINAL)
            .initializer("new int[2]")
            .build());
    type.addMethod(ProgramClasses.constructor(net, assignments));
    addDraw();
    program.addRun();
    network.addType(type.build());
    constructor.addStatement("new $T(this).draw(seed)", net.nestedClass(NAME));
  }

  private void addDraw() {
    List<Computation> order = inOrder();
    MethodSpec.Builder draw = MethodSpec.methodBuilder("draw").addParameter(TypeName.LONG, "seed");
    for (int from = 0; from < order.size(); from += STARTS_PER_METHOD) {
      List<Computation> some =
          order.subList(from, Math.min(order.size(), from + STARTS_PER_METHOD));
      if (some.size() == order.size()) {
        some.forEach(computation -> draw.addCode(code(computation)));
        break;
      }
      String part = "drawPart" + (from / STARTS_PER_METHOD + 1);
      MethodSpec.Builder method =
          MethodSpec.methodBuilder(part)
              .addModifiers(Modifier.PRIVATE)
              .addParameter(TypeName.LONG, "seed");
      some.forEach(computation -> method.addCode(code(computation)));
      type.addMethod(method.build());
      draw.addStatement("$L(seed)", part);
    }
    type.addMethod(draw.build());
  }

  private CodeBlock code(Computation computation) {
    Plan plan = computation.plan();
    Value value = plan.graph().output(Graph.Result.OUTPUT, Start.Computed.OUTPUT).orElseThrow();
    ArrayReference from = program.place(plan, value);
    CodeBlock.Builder code = CodeBlock.builder();
    if (plan.graph().inputs().stream().anyMatch(StartValuesWriter::isKey)) {
      code.addStatement(
          "$T.key(seed, $L, $L)", RuntimeTypes.RANDOM_BITS, computation.stream(), RandomKey.FIELD);
    }
    return code.addStatement("$L()", requireNonNull(methods.get(plan)))
        .addStatement(
            "System.arraycopy($L, $L, $L, $L, $L)",
            from.field(),
            from.start(),
            computation.to().field(),
            computation.to().start(),
            computation.type().shape().elements())
        .build();
  }

  private static boolean isKey(Value value) {
    return ((Op.Input) value.op()).role() == Op.Role.RANDOM;
  }

  /** A start comes behind those of the parameters and buffers that it looks at. */
  private List<Computation> inOrder() {
    Set<Computation> order = new LinkedHashSet<>();
    parameters.values().forEach(computation -> addInOrder(computation, order));
    buffers.values().forEach(computation -> addInOrder(computation, order));
    return new ArrayList<>(order);
  }

  private void addInOrder(Computation computation, Set<Computation> order) {
    for (Value value : computation.plan().graph().inputs()) {
      Op.Input input = (Op.Input) value.op();
      Computation other = (input.role() == Op.Role.BUFFER ? buffers : parameters).get(input.name());
      if (other != null) {
        addInOrder(other, order);
      }
    }
    order.add(computation);
  }
}
