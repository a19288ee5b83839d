package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes a trainer's access to the gradients of the inputs, if the compiler was asked for them. */
final class InputGradientWriter {
  private final TypeSpec.Builder type;
  private final List<String> fields = new ArrayList<>();
  private final List<CodeBlock> tensors = new ArrayList<>();

  /**
   * @param program that has the slots of the plan
   */
  InputGradientWriter(Network network, Plan plan, TypeSpec.Builder type, ProgramWriter program) {
    this.type = type;
    for (Network.Port input : network.inputs()) {
      plan.graph()
          .input(Op.Role.GRADIENT, input.name())
          .ifPresent(value -> add(input.name(), program.place(plan, value), value));
    }
  }

  private void add(String name, ArrayReference place, Value value) {
    fields.add(place.field());
    tensors.add(
        CodeBlock.of(
            "new $T($S, $L)",
            RuntimeTypes.PARAMETER,
            name,
            ProgramClasses.wrap(place, value.shape().dims())));
  }

  /** Adds the field and the method, if there are gradients of inputs. */
  void addMethod() {
    if (fields.isEmpty()) {
      return;
    }
    type.addField(
        FieldSpec.builder(RuntimeTypes.PARAMETERS, "inputGradients", Modifier.PRIVATE)
            .initializer("$T.of()", List.class)
            .build());
    type.addMethod(
        MethodSpec.methodBuilder("inputGradients")
            .addJavadoc(
                "The gradients of the inputs by name, for batches of the size of the last forward;"
                    + " views of this trainer's work space. {@link #zeroGrad} clears them.")
            .addModifiers(Modifier.PUBLIC)
            .returns(RuntimeTypes.PARAMETERS)
            .addStatement("return inputGradients")
            .build());
  }

  /** The statements that set the gradients to zero. */
  CodeBlock cleared() {
    CodeBlock.Builder code = CodeBlock.builder();
    fields.forEach(field -> code.addStatement("$T.fill($L, 0)", Arrays.class, field));
    return code.build();
  }

  /**
   * The statements for when the slots have another size: gradients of another batch do not add up
   * with the new one's.
   */
  CodeBlock resized() {
    if (fields.isEmpty()) {
      return CodeBlock.of("");
    }
    return CodeBlock.builder()
        .add(cleared())
        .addStatement("inputGradients = $T.of($L)", List.class, CodeBlock.join(tensors, ", "))
        .build();
  }
}
