package dev.netc.compiler.codegen;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.netc.compiler.ir.ElementType;
import java.util.List;

/**
 * The types that generated code names. The compiler does not link the runtime, so the names are
 * texts.
 */
final class RuntimeTypes {
  static final ClassName MODEL = runtime("Model");
  static final ClassName PREDICTOR = runtime("Predictor");
  static final ClassName EVALUATOR = runtime("Evaluator");
  static final ClassName EVALUATION = runtime("Evaluation");
  static final ClassName TRAINER = runtime("Trainer");
  static final ClassName CLOSURE = runtime("Closure");
  static final ClassName TRAINER_STATE = runtime("TrainerState");
  static final ClassName TENSOR = runtime("Tensor");
  static final ClassName PARAMETER = runtime("Parameter");
  static final ClassName PORT = runtime("Port");
  static final ClassName ELEMENT_TYPE = runtime("ElementType");
  static final ClassName PARALLEL = runtime("Parallel");
  static final ClassName PARALLEL_BODY = PARALLEL.nestedClass("Body");
  static final ClassName PROFILE = runtime("Profile");
  static final ClassName PROFILE_COSTS = PROFILE.nestedClass("Costs");
  static final ClassName GEMM = runtime("Gemm");
  static final ClassName SAMPLE_PANELS = runtime("SamplePanels");
  static final ClassName EPILOGUE = runtime("Epilogue");
  static final ClassName BLOCKS = runtime("Blocks");
  static final ClassName GATES = runtime("Gates");
  static final ClassName CONVOLUTION = runtime("Convolution");
  static final ClassName POOLED_CONVOLUTION = runtime("PooledConvolution");
  static final ClassName POOLING = runtime("Pooling");
  static final ClassName REDUCTIONS = runtime("Reductions");
  static final ClassName SOFTMAX = runtime("Softmax");
  static final ClassName INITIALIZER = runtime("Initializer");
  static final ClassName INDEX_EXCEPTION = runtime("IndexException");
  static final ClassName RANDOM_BITS = runtime("RandomBits");

  /** The compiler touches no files; what it writes does. */
  static final ClassName PATH = ClassName.get("java.nio.file", "Path");

  static final TypeName TENSORS = list(TENSOR);
  static final TypeName PARAMETERS = list(PARAMETER);
  static final TypeName PORTS = list(PORT);
  static final TypeName STRINGS = list(ClassName.get(String.class));

  private RuntimeTypes() {}

  private static ClassName runtime(String name) {
    return ClassName.get("dev.netc.runtime", name);
  }

  private static TypeName list(TypeName element) {
    return ParameterizedTypeName.get(ClassName.get(List.class), element);
  }

  static TypeName element(ElementType type) {
    return switch (type) {
      case FLOAT -> TypeName.FLOAT;
      case DOUBLE -> TypeName.DOUBLE;
      case INT -> TypeName.INT;
      case BOOL -> TypeName.BOOLEAN;
    };
  }

  static TypeName array(ElementType type) {
    return ArrayTypeName.of(element(type));
  }
}
