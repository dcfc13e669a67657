return {contentType: 'TEXT', data: typeof msg === 'string' ? msg : JSON.stringify(msg), metadata: metadata};
