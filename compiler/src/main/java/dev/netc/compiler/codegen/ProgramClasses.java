package dev.netc.compiler.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * What predictor, evaluator and trainer have in common: the model's arrays, ports, and outputs as
 * tensors.
 */
final class ProgramClasses {
  private ProgramClasses() {}

  /**
   * The start of a class: with fields for the model's arrays, and the constructor that takes them.
   */
  static TypeSpec.Builder start(String name, TypeName implemented, String doc) {
    return TypeSpec.classBuilder(name)
        .addJavadoc("$L", doc)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addSuperinterface(implemented)
        .addSuperinterface(RuntimeTypes.PARALLEL_BODY);
  }

  /** Adds the model's arrays as fields, and gives the statements that set them in a constructor. */
  static CodeBlock addModelArrays(TypeSpec.Builder type, Layout layout, JavaNames fields) {
    CodeBlock.Builder assignments = CodeBlock.builder();
    List<ArrayField> arrays = new ArrayList<>();
    layout
        .parameterElements()
        .keySet()
        .forEach(e -> arrays.add(new ArrayField(Op.Role.PARAMETER, e)));
    layout.bufferElements().keySet().forEach(e -> arrays.add(new ArrayField(Op.Role.BUFFER, e)));
    for (ArrayField array : arrays) {
      String field = fields.allocate(Layout.field(array.role(), array.type()));
      type.addField(RuntimeTypes.array(array.type()), field, Modifier.PRIVATE, Modifier.FINAL);
      assignments.addStatement("this.$1L = net.$1L", field);
    }
    return assignments.build();
  }

  private record ArrayField(Op.Role role, ElementType type) {}

  static MethodSpec constructor(ClassName net, CodeBlock body) {
    return MethodSpec.constructorBuilder()
        .addModifiers(Modifier.PRIVATE)
        .addParameter(net, "net")
        .addCode(body)
        .build();
  }

  static void addOutputs(TypeSpec.Builder type, JavaNames fields) {
    fields.allocate("outputs");
    type.addField(
        FieldSpec.builder(RuntimeTypes.TENSORS, "outputs", Modifier.PRIVATE)
            .initializer("$T.of()", List.class)
            .build());
  }

  /** The ports as what a program takes, copied to their slots. */
  static List<PortGroup.Entry> entries(
      ProgramWriter program, Plan plan, List<Network.Port> ports, Op.Role role) {
    String kind =
        switch (role) {
          case TARGET -> "target";
          case UPSTREAM -> "gradient of";
          default -> "input";
        };
    List<PortGroup.Entry> entries = new ArrayList<>();
    for (Network.Port port : ports) {
      Optional<Intake> intake =
          plan.graph()
              .input(role, port.name())
              .filter(value -> plan.places().containsKey(value))
              .map(value -> new Intake.Copied(program.place(plan, value).field()));
      entries.add(new PortGroup.Entry(port, intake, kind));
    }
    return entries;
  }

  /** The inputs, of which some are not copied to slots. */
  static List<PortGroup.Entry> inputs(
      ProgramWriter program, Plan plan, List<Network.Port> ports, Map<String, Intake> others) {
    return entries(program, plan, ports, Op.Role.INPUT).stream()
        .map(
            entry -> {
              Intake other = others.get(entry.port().name());
              return other == null
                  ? entry
                  : new PortGroup.Entry(entry.port(), Optional.of(other), entry.kind());
            })
        .toList();
  }

  /** The statement that makes the outputs' tensors over new slots. */
  static CodeBlock wrapOutputs(ProgramWriter program, Plan plan, List<Network.Port> outputs) {
    List<CodeBlock> tensors = new ArrayList<>();
    for (Network.Port port : outputs) {
      Value value =
          plan.graph()
              .output(Graph.Result.OUTPUT, port.name())
              .orElseThrow(() -> new IllegalArgumentException("no output " + port.name()));
      tensors.add(wrap(program.place(plan, value), value.shape().dims()));
    }
    return CodeBlock.builder()
        .addStatement("outputs = $T.of($L)", List.class, CodeBlock.join(tensors, ", "))
        .build();
  }

  /** A tensor over a part of an array. */
  static CodeBlock wrap(ArrayReference place, List<Dim> dims) {
    String sizes =
        String.join(", ", dims.stream().map(dim -> dim.toJava(JavaNames::size)).toList());
    return CodeBlock.of(
        "$T.wrap($L)",
        RuntimeTypes.TENSOR,
        place.field() + ", " + place.start() + ", new int[] {" + sizes + "}");
  }

  /** A scalar that leaves the graph as a {@code float}. */
  static CodeBlock scalar(ProgramWriter program, Plan plan, Value value) {
    ArrayReference place = program.place(plan, value);
    String element = "this." + place.field() + "[" + place.start() + "]";
    return switch (value.type().element()) {
      case FLOAT -> CodeBlock.of("$L", element);
      case DOUBLE, INT -> CodeBlock.of("(float) $L", element);
      case BOOL -> CodeBlock.of("($L ? 1f : 0f)", element);
    };
  }

  /** A call of a typed method with the elements of lists of tensors. */
  static CodeBlock spread(String method, List<String> lists, List<Integer> counts) {
    List<String> arguments = new ArrayList<>();
    for (int list = 0; list < lists.size(); list++) {
      for (int i = 0; i < counts.get(list); i++) {
        arguments.add(lists.get(list) + ".get(" + i + ")");
      }
    }
    return CodeBlock.of("$L($L)", method, String.join(", ", arguments));
  }

  /** Refuses a list that has not a tensor for each port. */
  static CodeBlock checkCount(String list, String what, int count) {
    return CodeBlock.builder()
        .beginControlFlow("if ($L.size() != $L)", list, count)
        .addStatement(
            "throw new $T($S + $L.size())",
            IllegalArgumentException.class,
            "expected " + count + " " + what + ", got ",
            list)
        .endControlFlow()
        .build();
  }

  /** What a method returns that gives the outputs: the only one as a tensor, several as a list. */
  static TypeName outputType(List<Network.Port> outputs) {
    return outputs.size() == 1 ? RuntimeTypes.TENSOR : RuntimeTypes.TENSORS;
  }

  static CodeBlock returnOutputs(List<Network.Port> outputs) {
    return CodeBlock.builder()
        .addStatement(outputs.size() == 1 ? "return outputs.get(0)" : "return outputs")
        .build();
  }

  /** The statements that run the network forward and print the sizes that the user asked for. */
  static CodeBlock runForward(Network network) {
    CodeBlock.Builder code = CodeBlock.builder().addStatement("runForward()");
    for (Network.Print print : network.prints()) {
      List<CodeBlock> parts = new ArrayList<>();
      String text = "torch.Size([";
      for (int axis = 0; axis < print.shape().rank(); axis++) {
        Dim dim = print.shape().dim(axis);
        text += axis == 0 ? "" : ", ";
        if (dim.isConstant()) {
          text += dim;
        } else {
          parts.add(CodeBlock.of("$S", text));
          parts.add(CodeBlock.of("($L)", dim.toJava(name -> "this." + JavaNames.size(name))));
          text = "";
        }
      }
      parts.add(CodeBlock.of("$S", text + "])"));
      code.addStatement("System.out.println($L)", CodeBlock.join(parts, " + "));
    }
    return code.build();
  }

  /** The sizes of ports that are known at run time only. */
  static Set<String> freeNames(List<Network.Port> ports) {
    return ports.stream()
        .flatMap(port -> port.type().shape().dims().stream())
        .flatMap(dim -> dim.freeNames().stream())
        .collect(Collectors.toSet());
  }

  /** The call of {@code resize} with sizes that are local variables. */
  static CodeBlock resize(Set<String> freeNames) {
    String sizes = String.join(", ", freeNames.stream().map(JavaNames::size).toList());
    return CodeBlock.builder().addStatement("resize($L)", sizes).build();
  }
}
