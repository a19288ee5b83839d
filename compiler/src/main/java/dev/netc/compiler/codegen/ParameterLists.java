package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes the methods that list parameters, buffers or gradients by name, as views of their arrays.
 */
final class ParameterLists {
  private static final int ENTRIES_PER_METHOD = 100;

  private ParameterLists() {}

  /** A tensor by its path. */
  record Entry(String path, TensorType type) {}

  /** A tensor by its name, and where it lies. */
  record Placed(String name, ArrayReference place, TensorType type) {}

  /** The call of the method that is made by {@link #add}. */
  static String create(Op.Role role) {
    return switch (role) {
      case PARAMETER -> "listParameters()";
      case BUFFER -> "listBuffers()";
      default -> "listGradients()";
    };
  }

  static void add(TypeSpec.Builder type, Layout layout, Op.Role role, List<Entry> entries) {
    add(
        type,
        create(role).replace("()", ""),
        entries.stream()
            .map(entry -> new Placed(entry.path(), layout.of(role, entry.path()), entry.type()))
            .toList());
  }

  /** Adds a private method of the given name that lists the tensors. */
  static void add(TypeSpec.Builder type, String name, List<Placed> entries) {
    MethodSpec.Builder list =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PRIVATE)
            .returns(RuntimeTypes.PARAMETERS)
            .addStatement("$T all = new $T<>()", RuntimeTypes.PARAMETERS, ArrayList.class);
    if (entries.size() <= ENTRIES_PER_METHOD) {
      entries.forEach(entry -> list.addStatement(entry(entry)));
    } else {
      int part = 0;
      for (int from = 0; from < entries.size(); from += ENTRIES_PER_METHOD) {
        String method = name + "Part" + ++part;
        MethodSpec.Builder some =
            MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.PRIVATE)
                .addParameter(RuntimeTypes.PARAMETERS, "all");
        entries
            .subList(from, Math.min(entries.size(), from + ENTRIES_PER_METHOD))
            .forEach(entry -> some.addStatement(entry(entry)));
        type.addMethod(some.build());
        list.addStatement("$L(all)", method);
      }
    }
    type.addMethod(list.addStatement("return $T.copyOf(all)", List.class).build());
  }

  private static CodeBlock entry(Placed entry) {
    return CodeBlock.of(
        "all.add(new $T($S, $L))",
        RuntimeTypes.PARAMETER,
        entry.name(),
        ProgramClasses.wrap(entry.place(), entry.type().shape().dims()));
  }
}
