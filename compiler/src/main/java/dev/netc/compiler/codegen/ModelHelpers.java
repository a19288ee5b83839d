package dev.netc.compiler.codegen;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.ir.ElementType;
import java.util.Arrays;
import java.util.Collection;
import javax.lang.model.element.Modifier;

/** Writes the few private methods that the classes within a generated class share. */
final class ModelHelpers {
  private ModelHelpers() {}

  static void addTo(TypeSpec.Builder type, Collection<ElementType> slotTypes) {
    type.addMethod(mismatch());
    type.addMethod(checkSize());
    type.addMethod(checkRange());
    type.addMethod(checkLength());
    for (ElementType slotType : slotTypes) {
      type.addMethod(grow(slotType));
    }
  }

  private static MethodSpec.Builder helper(String name) {
    return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
  }

  private static MethodSpec mismatch() {
    return helper("mismatch")
        .returns(IllegalArgumentException.class)
        .addParameter(String.class, "expected")
        .addParameter(RuntimeTypes.TENSOR, "tensor")
        .addStatement(
            "return new $T(expected + $S + tensor.describe())",
            IllegalArgumentException.class,
            ", got ")
        .build();
  }

  private static MethodSpec checkSize() {
    return helper("checkSize")
        .addParameter(String.class, "name")
        .addParameter(TypeName.INT, "size")
        .beginControlFlow("if (size < 1)")
        .addStatement(
            "throw new $T(name + $S + size)",
            IllegalArgumentException.class,
            " must be at least 1, it is ")
        .endControlFlow()
        .build();
  }

  private static MethodSpec checkRange() {
    return helper("checkRange")
        .addParameter(String.class, "port")
        .addParameter(TypeName.INT, "length")
        .addParameter(TypeName.INT, "offset")
        .addParameter(TypeName.LONG, "elements")
        .beginControlFlow("if (offset < 0 || offset > length - elements)")
        .addStatement(
            "throw new $T(port + $S + elements + $S + offset + $S + length)",
            IllegalArgumentException.class,
            " needs ",
            " elements from offset ",
            ", there are ")
        .endControlFlow()
        .build();
  }

  private static MethodSpec checkLength() {
    return helper("checkLength")
        .addParameter(String.class, "port")
        .addParameter(TypeName.INT, "length")
        .addParameter(TypeName.LONG, "elements")
        .beginControlFlow("if (length != elements)")
        .addStatement(
            "throw new $T(port + $S + elements + $S + length)",
            IllegalArgumentException.class,
            " needs ",
            " elements, the array has ")
        .endControlFlow()
        .build();
  }

  private static MethodSpec grow(ElementType type) {
    return helper("grow")
        .returns(RuntimeTypes.array(type))
        .addParameter(RuntimeTypes.array(type), "array")
        .addParameter(TypeName.LONG, "elements")
        .addStatement(
            "return array.length >= elements ? array : $T.copyOf(array, $T.toIntExact(elements))",
            Arrays.class,
            Math.class)
        .build();
  }
}
